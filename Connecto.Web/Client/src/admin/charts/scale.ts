/** A round number that is at least as large, so that the top of a chart can be read: 1, 2, 2.5, 5 and 10 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= value * (1 - 1e-9))!;
  return step * power;
}

export interface Frame {
  width: number;
  height: number;
  from: number;
  to: number;
  top: number;
}

/** Where a moment and a value stand in the frame, from its upper left corner. */
export const xOf = (at: number, { width, from, to }: Frame): number => ((at - from) / (to - from)) * width;
export const yOf = (value: number, { height, top }: Frame): number => height - (Math.min(value, top) / top) * height;

/** An SVG path through what is known; a value that is not breaks the line. */
export function pathThrough(times: readonly number[], values: readonly (number | null)[], frame: Frame): string {
  let path = '';
  let drawing = false;
  for (const [i, value] of values.entries()) {
    if (value === null) {
      drawing = false;
      continue;
    }
    path += `${drawing ? 'L' : 'M'}${xOf(times[i]!, frame).toFixed(1)} ${yOf(value, frame).toFixed(1)}`;
    drawing = true;
  }
  return path;
}

/** The index of the time that is nearest; -1 where there are none. */
export function nearest(times: readonly number[], at: number): number {
  let best = -1;
  for (const [i, time] of times.entries()) {
    if (best < 0 || Math.abs(time - at) < Math.abs(times[best]! - at)) best = i;
  }
  return best;
}

/** The last index of each minute, the newest first: what a table of a chart shows. */
export function eachMinute(times: readonly number[]): number[] {
  const last = new Map<number, number>();
  for (const [i, time] of times.entries()) last.set(Math.floor(time / 60_000), i);
  return [...last.values()].reverse();
}
