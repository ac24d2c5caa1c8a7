import { describe, expect, it } from 'vitest';
import { globalKey, messageKey, neighbour } from './keys';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('A key', () => {
  it('opens the palette with Ctrl or Cmd, also while writing', () => {
    expect(globalKey(press('k', { ctrlKey: true }), true)).toBe('palette');
    expect(globalKey(press('K', { metaKey: true }), false)).toBe('palette');
    expect(globalKey(press('k'), false)).toBeNull();
  });

  it('goes from chat to chat with Alt', () => {
    expect(globalKey(press('ArrowUp', { altKey: true }), true)).toBe('previous');
    expect(globalKey(press('ArrowDown', { altKey: true }), true)).toBe('next');
    expect(globalKey(press('ArrowDown', { altKey: true, shiftKey: true }), true)).toBe('nextUnread');
  });

  it('is a question mark where one writes, and help elsewhere', () => {
    expect(globalKey(press('?', { shiftKey: true }), true)).toBeNull();
    expect(globalKey(press('?', { shiftKey: true }), false)).toBe('help');
  });

  it('acts on a message by its place on the keyboard, as with Hangul', () => {
    expect(messageKey({ ...press('ㄱ'), code: 'KeyR' })).toBe('reply');
    expect(messageKey(press('e'))).toBe('edit');
    expect(messageKey(press('r', { ctrlKey: true }))).toBeNull();
    expect(messageKey(press('x'))).toBeNull();
  });
});

describe('A neighbour', () => {
  it('is the next one, round at the ends', () => {
    expect(neighbour(['a', 'b', 'c'], 'c', 1)).toBe('a');
    expect(neighbour(['a', 'b', 'c'], 'a', -1)).toBe('c');
    expect(neighbour(['a', 'b'], undefined, 1)).toBe('a');
    expect(neighbour(['a', 'b'], 'gone', -1)).toBe('b');
    expect(neighbour([], 'a', 1)).toBeUndefined();
  });
});
