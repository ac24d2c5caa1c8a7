import { Cell } from './cell.js';
import type { Presence } from './link/wire.js';

/** After connecting the server tells of all who are online, at once; nothing where there are none. */
const toldWithinMs = 3_000;

/** Who is online, as far as the server tells this user. What was known stays in sight until it is told anew. */
export class Presences {
  /** By user id. */
  readonly now = new Cell<ReadonlyMap<string, Presence>>(new Map());
  #isStale = false;
  #forgetting: ReturnType<typeof setTimeout> | undefined;

  /** The connection is a new one. */
  up(): void {
    this.#isStale = true;
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => {
      if (this.#isStale) this.take([]);
    }, toldWithinMs);
  }

  take(changed: readonly Presence[]): void {
    const known = this.#isStale ? [] : this.now.value;
    this.#isStale = false;
    this.now.set(new Map([...known, ...changed.map((each) => [each.userId, each] as const)]));
  }

  close(): void {
    clearTimeout(this.#forgetting);
  }
}
