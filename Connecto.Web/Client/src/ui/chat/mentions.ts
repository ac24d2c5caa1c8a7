import type { Member } from '@connecto/client';

/** What stands behind an `@` right before the caret, and where the `@` is. */
export interface MentionQuery {
  start: number;
  text: string;
}

const longest = 40;

/** An `@` counts at the beginning of a word: an e-mail address mentions nobody. */
export function mentionAt(text: string, caret: number): MentionQuery | null {
  const start = text.lastIndexOf('@', caret - 1);
  if (start < 0 || caret - start > longest) return null;
  if (start > 0 && !/\s/.test(text[start - 1]!)) return null;
  const query = text.slice(start + 1, caret);
  return query.includes('\n') || /\s\S*\s/.test(query) ? null : { start, text: query };
}

/** Whose name begins like this, or has a word that does; the first few. */
export function matching<T extends Pick<Member, 'displayName'>>(members: readonly T[], query: string, most = 6): T[] {
  const wanted = query.toLocaleLowerCase();
  const begins = ({ displayName }: T) => displayName.toLocaleLowerCase().startsWith(wanted);
  const holds = ({ displayName }: T) => displayName.toLocaleLowerCase().includes(` ${wanted}`);
  return [...members.filter(begins), ...members.filter((each) => !begins(each) && holds(each))].slice(0, most);
}

/** Puts the name in place of what was written of it, with a space; the caret goes behind it. */
export function complete(text: string, { start }: MentionQuery, caret: number, name: string) {
  const before = `${text.slice(0, start)}@${name} `;
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length };
}

/** Those of the people who are named in the text: of names that begin alike, the longest that stands there. */
export function mentioned(text: string, people: ReadonlyMap<string, string>): string[] {
  const longestFirst = [...people].sort(([, a], [, b]) => b.length - a.length);
  const found = new Set<string>();
  for (const { index } of text.matchAll(/(?<!\S)@/g)) {
    const person = longestFirst.find(([, name]) => text.startsWith(name, index + 1));
    if (person) found.add(person[0]);
  }
  return [...found];
}
