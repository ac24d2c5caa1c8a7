import { memo, type ReactNode } from 'react';
import { type Block, type Inline, parse } from './parse';

interface MarkdownProps {
  text: string;
  /** Those whom the message mentions, and whether one is the reader. */
  mentions?: readonly { name: string; isMe: boolean }[];
}

/** A message's text with its marks shown. Only React elements and text are made of it. */
export const Markdown = memo(function Markdown({ text, mentions = [] }: MarkdownProps) {
  const mine = new Set(mentions.filter(({ isMe }) => isMe).map(({ name }) => name));
  const blocks = parse(
    text,
    mentions.map(({ name }) => name),
  );
  return <>{blocks.map((block, i) => blockOf(block, i, mine))}</>;
});

function blockOf(block: Block, key: number, mine: ReadonlySet<string>): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return <p key={key}>{inlinesOf(block.parts, mine)}</p>;
    case 'code':
      return (
        <pre key={key}>
          <code>{block.text}</code>
        </pre>
      );
    case 'quote':
      return <blockquote key={key}>{block.blocks.map((each, i) => blockOf(each, i, mine))}</blockquote>;
    case 'list': {
      const items = block.items.map((parts, i) => <li key={i}>{inlinesOf(parts, mine)}</li>);
      return block.ordered ? (
        <ol key={key} start={block.start}>
          {items}
        </ol>
      ) : (
        <ul key={key}>{items}</ul>
      );
    }
  }
}

const inlinesOf = (parts: readonly Inline[], mine: ReadonlySet<string>): ReactNode[] =>
  parts.map((part, i) => inlineOf(part, i, mine));

function inlineOf(part: Inline, key: number, mine: ReadonlySet<string>): ReactNode {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code key={key}>{part.text}</code>;
    case 'bold':
      return <strong key={key}>{inlinesOf(part.parts, mine)}</strong>;
    case 'italic':
      return <em key={key}>{inlinesOf(part.parts, mine)}</em>;
    case 'strike':
      return <s key={key}>{inlinesOf(part.parts, mine)}</s>;
    case 'link':
      return (
        <a key={key} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {part.text}
        </a>
      );
    case 'mention':
      return (
        <span key={key} className={mine.has(part.name) ? 'mention me' : 'mention'}>
          @{part.name}
        </span>
      );
  }
}
