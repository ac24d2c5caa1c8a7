/**
 * The subset of Markdown that messages are shown with. A text is read into this tree and the tree into elements, so
 * nothing that somebody wrote is ever read as HTML.
 */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; parts: Inline[] }
  | { kind: 'link'; href: string; text: string }
  | { kind: 'mention'; name: string };

export type Block =
  | { kind: 'paragraph'; parts: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Inline[][] };

/** Deeper quotes are shown as they were written. */
const deepestQuote = 4;

/** `names` are those of the people whom the message mentions. */
export function parse(text: string, names: readonly string[] = [], depth = 0): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  let plain: string[] = [];

  const endPlain = () => {
    if (plain.length > 0) blocks.push({ kind: 'paragraph', parts: parseInline(plain.join('\n'), names) });
    plain = [];
  };

  for (let i = 0; i < lines.length; ) {
    const taken = codeAt(lines, i) ?? (depth < deepestQuote ? quoteAt(lines, i, names, depth) : null) ?? listAt(lines, i, names);
    if (taken) {
      endPlain();
      blocks.push(taken.block);
      i = taken.next;
    } else {
      plain.push(lines[i++]!);
    }
  }
  endPlain();
  return blocks;
}

interface Taken {
  block: Block;
  next: number;
}

function codeAt(lines: readonly string[], at: number): Taken | null {
  if (!lines[at]!.startsWith('```')) return null;
  const end = lines.findIndex((line, i) => i > at && line.trimEnd() === '```');
  return end < 0 ? null : { block: { kind: 'code', text: lines.slice(at + 1, end).join('\n') }, next: end + 1 };
}

function quoteAt(lines: readonly string[], at: number, names: readonly string[], depth: number): Taken | null {
  let next = at;
  while (/^> ?/.test(lines[next] ?? '')) next++;
  if (next === at) return null;
  const inside = lines.slice(at, next).map((line) => line.replace(/^> ?/, ''));
  return { block: { kind: 'quote', blocks: parse(inside.join('\n'), names, depth + 1) }, next };
}

function listAt(lines: readonly string[], at: number, names: readonly string[]): Taken | null {
  const first = /^(?:[-*]|(\d{1,9})\.) +(?=\S)/.exec(lines[at]!);
  if (!first) return null;
  const ordered = first[1] !== undefined;
  const mark = ordered ? /^\d{1,9}\. +(?=\S)/ : /^[-*] +(?=\S)/;
  const items: Inline[][] = [];
  let next = at;
  for (; mark.test(lines[next] ?? ''); next++) items.push(parseInline(lines[next]!.replace(mark, ''), names));
  return { block: { kind: 'list', ordered, start: Number(first[1] ?? 1), items }, next };
}

/** Opened by a mark with something other than space after it and closed by the same with none before it. */
const marks = [
  { kind: 'bold', pattern: /^\*\*(?=\S)([^]*?\S)\*\*(?!\*)/ },
  { kind: 'strike', pattern: /^~~(?=\S)([^]*?\S)~~/ },
  { kind: 'italic', pattern: /^\*(?=[^\s*])([^*]*?[^\s*])\*(?!\*)/ },
  { kind: 'italic', pattern: /^_(?=\S)([^_]*?[^\s_])_(?![\p{L}\p{N}])/u },
] as const;

const codeSpan = /^`([^`\n]+)`/;
const link = /^https?:\/\/[^\s<>"'`]+/i;
/** Punctuation after a link belongs to the sentence around it. */
const afterLink = /[.,;:!?)\]}*~_。、]+$/;

export function parseInline(text: string, names: readonly string[] = []): Inline[] {
  const parts: Inline[] = [];
  const longestFirst = [...names].filter(Boolean).sort((a, b) => b.length - a.length);
  let plain = '';

  const add = (part: Inline) => {
    if (plain) parts.push({ kind: 'text', text: plain });
    plain = '';
    parts.push(part);
  };

  for (let i = 0; i < text.length; ) {
    const taken = inlineAt(text, i, names, longestFirst);
    if (taken) {
      add(taken.part);
      i += taken.length;
    } else {
      plain += text[i++]!;
    }
  }
  if (plain) parts.push({ kind: 'text', text: plain });
  return parts;
}

function inlineAt(text: string, at: number, names: readonly string[], longestFirst: readonly string[]) {
  const isWordBefore = at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1]!);
  switch (text[at]) {
    case '`': {
      const code = codeSpan.exec(text.slice(at));
      return code && { part: { kind: 'code', text: code[1]! } as const, length: code[0].length };
    }
    case '*':
    case '~':
    case '_': {
      if (text[at] === '_' && isWordBefore) return null;
      const rest = text.slice(at);
      for (const { kind, pattern } of marks) {
        const found = pattern.exec(rest);
        if (found) return { part: { kind, parts: parseInline(found[1]!, names) }, length: found[0].length };
      }
      return null;
    }
    case 'h':
    case 'H': {
      const found = isWordBefore ? null : link.exec(text.slice(at, at + 2_048));
      const href = found?.[0].replace(afterLink, '');
      return href && URL.canParse(href) ? { part: { kind: 'link', href, text: href } as const, length: href.length } : null;
    }
    case '@': {
      const name = longestFirst.find((each) => text.startsWith(each, at + 1));
      return name === undefined ? null : { part: { kind: 'mention', name } as const, length: name.length + 1 };
    }
    default:
      return null;
  }
}

/** The text alone, on one line, for where there is no room for more. */
export const plainText = (text: string): string => parse(text).map(plainBlock).join(' ').replace(/\s+/g, ' ').trim();

function plainBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return plainInline(block.parts);
    case 'code':
      return block.text;
    case 'quote':
      return block.blocks.map(plainBlock).join(' ');
    case 'list':
      return block.items.map(plainInline).join(', ');
  }
}

const plainInline = (parts: readonly Inline[]): string =>
  parts
    .map((part) => {
      if ('parts' in part) return plainInline(part.parts);
      return part.kind === 'mention' ? `@${part.name}` : part.text;
    })
    .join('');
