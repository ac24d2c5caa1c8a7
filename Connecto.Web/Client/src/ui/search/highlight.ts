/** A text in pieces, each found or not, from `[start, length]` pairs in UTF-16 units; pairs that make no sense are left out. */
export function highlight(text: string, marks: readonly (readonly number[])[]): { text: string; found: boolean }[] {
  const pieces: { text: string; found: boolean }[] = [];
  let at = 0;
  for (const [start = 0, length = 0] of [...marks].sort(([a = 0], [b = 0]) => a - b)) {
    if (start < at || length <= 0 || start + length > text.length) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), found: false });
    pieces.push({ text: text.slice(start, start + length), found: true });
    at = start + length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), found: false });
  return pieces;
}

const shown = 180;

/** The part of a long text around what was found first. */
export function excerpt(text: string, marks: readonly (readonly number[])[]) {
  const first = Math.min(...marks.map(([start = 0]) => start), text.length);
  const from = text.length <= shown || first < shown / 2 ? 0 : first - 40;
  const moved = marks.map(([start = 0, length = 0]) => [start - from, length]);
  const cut = highlight(text.slice(from, from + shown), moved);
  return [
    ...(from > 0 ? [{ text: '…', found: false }] : []),
    ...cut,
    ...(from + shown < text.length ? [{ text: '…', found: false }] : []),
  ];
}
