import type { Cell } from '../cell.js';
import { backoffMs, delay } from '../link/backoff.js';
import { ConnectionLost } from '../link/hubError.js';
import type { Link } from '../link/link.js';
import type { EventsFrame, PlanetEvent, SubscribeAnswer } from '../link/wire.js';
import { applyAnswer } from './applyAnswer.js';
import { applyEvents } from './applyEvents.js';
import type { PlanetState } from './planetState.js';

type Changing = (state: PlanetState) => PlanetState;

export interface SubscriptionOptions {
  link: Link;
  state: Cell<PlanetState>;
  closing: AbortSignal;
  /** Told of each event once, in order, when it has been applied. */
  happened: (event: PlanetEvent) => void;
  /** Asked before an answer is applied for what is to be done to the state right after that. */
  prepare: (answer: SubscribeAnswer) => Promise<Changing>;
  /** The state is the server's again. */
  inStep: () => void;
}

/** A full subscription to one planet: makes its state follow the server's without a hole or a double. */
export class Subscription {
  #syncing = false;
  #syncAgain = false;
  #early: EventsFrame[] = [];
  #counted: Changing[] = [];
  #subscribedOn: string | null = null;
  #isFirstHere = false;

  constructor(private readonly options: SubscriptionOptions) {}

  /** Brings the state up to the server's: after each connect and whenever continuity is in doubt. */
  async sync(): Promise<void> {
    const { closing, state } = this.options;
    this.#syncAgain = true;
    if (this.#syncing) return;
    this.#syncing = true;
    try {
      for (let failures = 0; this.#syncAgain && !closing.aborted; failures++) {
        if (failures > 0) await delay(backoffMs(failures - 1), closing);
        this.#syncAgain = false;
        if (!(await this.#subscribe(state.value.gap && failures > 0))) this.#syncAgain = true;
      }
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      // Its return calls again.
      return;
    } finally {
      this.#syncing = false;
    }
    if (!closing.aborted && state.value.phase === 'live') this.options.inStep();
  }

  onEvents(frame: EventsFrame): void {
    if (this.#syncing) this.#early.push(frame);
    else this.#take([frame], (state) => applyEvents(state, frame));
    if (!this.#syncing && this.options.state.value.gap) void this.sync();
  }

  /**
   * Counters may reach the page with the answer of `Subscribe`, before it is taken in. On a connection's first one they
   * come after it; on a later one they may also be the former subscription's, which the answer counts already.
   */
  count(change: Changing): void {
    if (!this.#syncing) this.options.state.set(change(this.options.state.value));
    else if (this.#isFirstHere) this.#counted.push(change);
  }

  /** One `Subscribe`; false when it has to be called again, then best for a snapshot. */
  async #subscribe(forSnapshot: boolean): Promise<boolean> {
    const { link, state, closing } = this.options;
    const { phase, headRev, planetId } = state.value;
    const sinceRev = phase === 'live' && !forSnapshot ? headRev : null;
    this.#early = [];
    this.#counted = [];
    this.#isFirstHere = link.connectionId !== this.#subscribedOn;
    this.#subscribedOn = link.connectionId;
    try {
      const argument = [{ planetId, ...(sinceRev !== null && { sinceRev }) }];
      const [answer] = await link.invoke<SubscribeAnswer[]>('Subscribe', argument);
      if (closing.aborted) return true;
      if (!answer || answer.state === 'later') return false;
      const prepared = await this.options.prepare(answer);
      if (closing.aborted) return true;
      this.#applyAnswer(answer, sinceRev, prepared);
      return answer.state === 'denied' ? answer.code !== 'unavailable' : !state.value.gap;
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
      return false;
    }
  }

  #applyAnswer(answer: SubscribeAnswer, sinceRev: number | null, prepared: Changing): void {
    this.#take([{ events: answer.events ?? [] }, ...this.#early], (state) => {
      const caughtUp = this.#early.reduce(applyEvents, prepared(applyAnswer(state, answer, sinceRev)));
      return this.#counted.reduce((each, change) => change(each), caughtUp);
    });
  }

  #take(frames: readonly Pick<EventsFrame, 'events'>[], change: Changing): void {
    const { state, happened } = this.options;
    let told = state.value.headRev;
    state.set(change(state.value));
    for (const event of frames.flatMap(({ events }) => events)) {
      if (event.rev <= told || event.rev > state.value.headRev) continue;
      told = event.rev;
      happened(event);
    }
  }
}
