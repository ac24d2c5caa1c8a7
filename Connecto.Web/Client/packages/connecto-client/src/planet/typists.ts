import { Cell } from '../cell.js';

/** There is no word of who stopped; somebody who types on is told of again well within this time. */
const forgottenAfterMs = 6_000;

/** Who is typing in a planet, until each has stopped for some seconds or sent his message. */
export class Typists {
  /** User ids, who began first first. */
  readonly now = new Cell<readonly string[]>([]);
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  type(userIds: readonly string[]): void {
    for (const userId of userIds) {
      clearTimeout(this.#timers.get(userId));
      this.#timers.set(
        userId,
        setTimeout(() => this.stop(userId), forgottenAfterMs),
      );
    }
    this.#tell();
  }

  stop(userId: string): void {
    clearTimeout(this.#timers.get(userId));
    if (this.#timers.delete(userId)) this.#tell();
  }

  clear(): void {
    for (const userId of [...this.#timers.keys()]) this.stop(userId);
  }

  #tell(): void {
    const userIds = [...this.#timers.keys()];
    if (userIds.join() !== this.now.value.join()) this.now.set(userIds);
  }
}
