import { describe, expect, it } from 'vitest';
import { excerpt, highlight } from './highlight';

const marked = (pieces: { text: string; found: boolean }[]) =>
  pieces.map(({ text, found }) => (found ? `[${text}]` : text)).join('');

describe('What was found', () => {
  it('is marked in its text, in any order', () => {
    expect(marked(highlight('제주도 여행 계획', [[4, 2], [0, 3]]))).toBe('[제주도] [여행] 계획');
  });

  it('keeps the whole text where marks overlap or lie outside', () => {
    expect(marked(highlight('abc', [[0, 2], [1, 2], [2, 9]]))).toBe('[ab]c');
    expect(marked(highlight('abc', []))).toBe('abc');
  });

  it('is what an excerpt of a long text is taken around', () => {
    const text = `${'x'.repeat(500)} ferry ${'y'.repeat(500)}`;
    const shown = marked(excerpt(text, [[501, 5]]));
    expect(shown).toMatch(/^…x+ \[ferry\] y+…$/);
    expect(shown.length).toBeLessThan(200);
  });
});
