import { describe, expect, it } from 'vitest';
import { type Block, type Inline, parse, parseInline, plainText } from './parse';

/** The tree as a short text, so that a case is one line. */
const line = (parts: Inline[]): string =>
  parts
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return part.text;
        case 'mention':
          return `<mention ${part.name}>`;
        case 'code':
        case 'link':
          return `<${part.kind} ${part.text}>`;
        default:
          return `<${part.kind} ${line(part.parts)}>`;
      }
    })
    .join('');

const tree = (blocks: Block[]): string[] =>
  blocks.map((block) => {
    switch (block.kind) {
      case 'paragraph':
        return line(block.parts);
      case 'code':
        return `code:${block.text}`;
      case 'quote':
        return `quote[${tree(block.blocks).join('|')}]`;
      case 'list':
        return `${block.ordered ? `ol${block.start}` : 'ul'}[${block.items.map(line).join('|')}]`;
    }
  });

describe('A line of Markdown', () => {
  it.each([
    ['plain 글', 'plain 글'],
    ['**굵게** and *leaning* and _this_', '<bold 굵게> and <italic leaning> and <italic this>'],
    ['~~gone~~ `a*b*c`', '<strike gone> <code a*b*c>'],
    ['**bold with *both* inside**', '<bold bold with <italic both> inside>'],
    ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
    ['** not ** and *open', '** not ** and *open'],
    ['see https://a.example/x_y?q=1.', 'see <link https://a.example/x_y?q=1>.'],
    ['(http://a.example)', '(<link http://a.example>)'],
    ['javascript:alert(1) and data:text/html,x', 'javascript:alert(1) and data:text/html,x'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ])('%s', (text, expected) => {
    expect(line(parseInline(text))).toBe(expected);
  });

  it('shows the longest name that is mentioned, and no other', () => {
    expect(line(parseInline('@Kim Minji and @Lee', ['Kim', 'Kim Minji']))).toBe('<mention Kim Minji> and @Lee');
  });
});

describe('A text of Markdown', () => {
  it.each([
    ['one\ntwo', ['one\ntwo']],
    ['```ts\nconst a = "**b**";\n```\nafter', ['code:const a = "**b**";', 'after']],
    ['```\nnever closed', ['```\nnever closed']],
    ['> quoted\n> **still**\nplain', ['quote[quoted\n<bold still>]', 'plain']],
    ['- a\n- b\n1. c\n2. d', ['ul[a|b]', 'ol1[c|d]']],
    ['7. seven', ['ol7[seven]']],
    ['-5 degrees', ['-5 degrees']],
  ])('%j', (text, expected) => {
    expect(tree(parse(text))).toEqual(expected);
  });

  it('reads 4,000 characters of marks in bounded depth and time', () => {
    expect(tree(parse('> '.repeat(2_000))).length).toBe(1);
    expect(parseInline('*'.repeat(4_000)).length).toBeGreaterThan(0);
    expect(parseInline('**a'.repeat(1_333)).length).toBeGreaterThan(0);
  });
});

it('A preview is the text without its marks, on one line', () => {
  expect(plainText('**Hi** @Sam\n> _quoted_\n- a\n- ~~b~~\n```\ncode\n```')).toBe('Hi @Sam quoted a, b code');
});
