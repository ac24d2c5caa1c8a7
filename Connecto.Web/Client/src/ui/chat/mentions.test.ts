import { describe, expect, it } from 'vitest';
import { complete, matching, mentionAt, mentioned } from './mentions';

const people = ['Kim Minji', 'Minho', '김민지', 'Sam'].map((displayName) => ({ displayName }));
const names = (found: { displayName: string }[]) => found.map(({ displayName }) => displayName);

describe('A mention', () => {
  it('is looked for behind an @ that begins a word', () => {
    expect(mentionAt('hello @mi', 9)).toEqual({ start: 6, text: 'mi' });
    expect(mentionAt('@', 1)).toEqual({ start: 0, text: '' });
    expect(mentionAt('a@b.example', 11)).toBeNull();
    expect(mentionAt('@sam is here now', 16)).toBeNull();
    expect(mentionAt('no at all', 4)).toBeNull();
  });

  it('finds people by the beginnings of their names, then of the words in them', () => {
    expect(names(matching(people, 'min'))).toEqual(['Minho', 'Kim Minji']);
    expect(names(matching(people, '김'))).toEqual(['김민지']);
    expect(names(matching(people, ''))).toHaveLength(4);
  });

  it('is completed in place, with the caret behind it', () => {
    const done = complete('hi @mi and bye', { start: 3, text: 'mi' }, 6, 'Minho');
    expect(done).toEqual({ text: 'hi @Minho and bye', caret: 10 });
  });

  it('counts those who are still named', () => {
    const chosen = new Map([
      ['1', 'Minho'],
      ['2', 'Sam'],
      ['3', 'Samantha'],
    ]);
    expect(mentioned('thanks @Minho', chosen)).toEqual(['1']);
    expect(mentioned('@Samantha, a@Minho', chosen)).toEqual(['3']);
  });
});
