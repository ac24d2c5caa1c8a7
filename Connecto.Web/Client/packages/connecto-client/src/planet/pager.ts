import { Cell } from '../cell.js';
import { backoffMs, delay } from '../link/backoff.js';
import { ApiError } from '../rest/apiError.js';
import type { ConnectoApi } from '../rest/connectoApi.js';
import type { MessagesQuery } from '../rest/messagesApi.js';
import type { Message } from '../rest/model.js';
import type { PlanetState } from './planetState.js';
import { type Side, takePage } from './takePage.js';

const pageSize = 100;
/** How often a page is read again that does not fit to what is known here, as one from a replica that lags behind. */
const mostTries = 6;

/** Reads pages into the window of a planet, one of each kind at a time. */
export class Pager {
  /** Which are being read. */
  readonly now = new Cell<Readonly<Record<Side, boolean>>>({ before: false, after: false, around: false });
  #moves = 0;
  #jumps = 0;
  #jump = 0;

  constructor(
    private readonly api: ConnectoApi,
    private readonly state: Cell<PlanetState>,
    private readonly closing: AbortSignal,
  ) {}

  /** The numbers of readers have changed: a page that was being read meanwhile may hold them or not. */
  countsMoved(): void {
    this.#moves++;
  }

  /** The first seq that was held before, null where nothing was read. */
  async before(): Promise<number | null> {
    const { hasBefore, messages } = this.state.value;
    const first = messages[0]?.seq;
    if (!hasBefore || this.now.value.before || first === undefined) return null;
    return (await this.#read('before', (messages) => ({ before: messages[0]?.seq }))) ? first : null;
  }

  async after(): Promise<number | null> {
    const { hasAfter, messages } = this.state.value;
    const last = messages.at(-1)?.seq;
    if (!hasAfter || this.now.value.after || last === undefined) return null;
    return (await this.#read('after', (messages) => ({ after: messages.at(-1)?.seq }))) ? last : null;
  }

  /** The last one asked for wins. */
  async around(seq: number): Promise<boolean> {
    const jump = ++this.#jump;
    const { messages } = this.state.value;
    const holds = () => this.state.value.messages.some((each) => each.seq === seq);
    if (messages.some((each) => each.seq === seq)) return true;
    await this.#read(
      'around',
      () => ({ around: seq }),
      () => jump === this.#jump,
    );
    return holds();
  }

  async #read(
    side: Side,
    query: (messages: readonly Message[]) => MessagesQuery,
    isWanted = () => true,
  ): Promise<boolean> {
    this.now.set({ ...this.now.value, [side]: true });
    const jumps = this.#jumps;
    try {
      for (let tries = 0; tries < mostTries; tries++) {
        if (tries > 0) await delay(backoffMs(tries - 1), this.closing);
        const moves = this.#moves;
        const { planetId, messages } = this.state.value;
        const page = await this.api.messages.page(planetId, { ...query(messages), limit: pageSize });
        // Paging is of no use any more once the window is elsewhere.
        if (this.closing.aborted || !isWanted() || (side !== 'around' && jumps !== this.#jumps)) return false;
        if (moves !== this.#moves && tries < mostTries / 2) continue;
        const next = takePage(this.state.value, page, side);
        if (!next) continue;
        if (side === 'around') this.#jumps++;
        this.state.set(next);
        return true;
      }
      throw new ApiError(0, 'unavailable', 'The page does not fit to what is known of the planet yet');
    } finally {
      if (isWanted()) this.now.set({ ...this.now.value, [side]: false });
    }
  }
}
