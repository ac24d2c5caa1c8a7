import type { SearchHit } from '@connecto/client';
import { excerpt } from './highlight';

export function Highlighted({ hit: { message, highlights } }: { hit: SearchHit }) {
  return (
    <>
      {excerpt(message.text ?? '', highlights).map(({ text, found }, i) => (found ? <mark key={i}>{text}</mark> : text))}
    </>
  );
}
