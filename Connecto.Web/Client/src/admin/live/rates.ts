/** What processes have counted since each started, by process, as of a moment in milliseconds. */
export interface Counted {
  at: number;
  of: ReadonlyMap<string, number>;
}

/**
 * How much was counted in a second between two moments; null where that cannot be told. A process that is there only once,
 * or that counts anew, adds nothing: what it did before or after is not known.
 */
export function perSecond(before: Counted, after: Counted): number | null {
  const seconds = (after.at - before.at) / 1000;
  if (seconds <= 0) return null;
  let sum = 0;
  let known = false;
  for (const [process, count] of after.of) {
    const earlier = before.of.get(process);
    if (earlier === undefined || count < earlier) continue;
    sum += count - earlier;
    known = true;
  }
  return known ? sum / seconds : null;
}

/** Hits as a share of all reads, counted from the processes' starts. */
export interface Reads {
  /** Whose they are: those of other processes are not compared with them. */
  of: string;
  hits: number;
  misses: number;
}

/** The share of hits between two moments, 0 to 1; null where nothing was read, or the counters began anew. */
export function hitRate(before: Reads, after: Reads): number | null {
  const hits = after.hits - before.hits;
  const misses = after.misses - before.misses;
  return before.of !== after.of || hits < 0 || misses < 0 || hits + misses === 0 ? null : hits / (hits + misses);
}

/**
 * For each item what it and an earlier one make, the latest that is at least `overMs` older (or the first there is). Reports
 * and polls have the same rhythm but not the same beat, so that neighbours may show the same report or skip one.
 */
export function along<T extends { at: number }, R>(items: readonly T[], overMs: number, make: (before: T, after: T) => R): (R | null)[] {
  let earlier = 0;
  return items.map((item, i) => {
    while (earlier + 1 < i && items[earlier + 1]!.at <= item.at - overMs) earlier++;
    return i === 0 ? null : make(items[earlier]!, item);
  });
}
