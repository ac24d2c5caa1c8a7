import { describe, expect, it } from 'vitest';
import { texts } from '.';

type Tree = { [name: string]: string | ((...values: never[]) => string) | Tree };

/** Each text with the way to it; those that take values, with some. */
function* all(tree: Tree, way = ''): Generator<[string, string]> {
  for (const [name, value] of Object.entries(tree)) {
    const at = way ? `${way}.${name}` : name;
    if (typeof value === 'string') yield [at, value];
    else if (typeof value === 'function') yield [at, value(...(samples[at] ?? [3, 3]) as never[])];
    else yield* all(value, at);
  }
}

const samples: Record<string, unknown[]> = { 'talk.typing': [['지우', 'Sam'], 2], 'talk.reaction': ['👍', 2] };
/** The same word in both. */
const alike = new Set(['product']);

describe('The texts', () => {
  const korean = new Map(all(texts.ko as unknown as Tree));

  it.each([...all(texts.en as unknown as Tree)])('are there in both languages: %s', (at, english) => {
    expect(english.trim()).not.toBe('');
    expect(english).not.toMatch(/undefined|NaN/);
    expect(korean.get(at)?.trim()).toBeTruthy();
    if (!alike.has(at)) expect(korean.get(at)).not.toBe(english);
  });

  it('count as each language does', () => {
    expect(texts.en.panel.memberCount(1)).toBe('1 member');
    expect(texts.en.panel.memberCount(1_200)).toBe('1,200 members');
    expect(texts.ko.panel.memberCount(1)).toBe('멤버 1명');
    expect(texts.en.talk.unread(1)).toBe('1 has not read this');
    expect(texts.en.talk.typing(['Ann'], 0)).toBe('Ann is typing…');
    expect(texts.ko.talk.typing(['지우', '민지'], 3)).toBe('지우, 민지님 외 3명이 입력 중…');
  });

  it('speak of people with their title, and of places without', () => {
    expect(texts.ko.talk.placeholder('Sam Carter', true)).toBe('Sam Carter님에게 메시지 보내기');
    expect(texts.ko.talk.placeholder('제주', false)).toBe('제주에 메시지 보내기');
    expect(texts.en.talk.placeholder('Sam Carter', true)).toBe('Message Sam Carter');
  });
});
