import type { MessagePage } from '../rest/model.js';
import { Cell } from '../cell.js';
import { applyAnswer, applyOlderPage } from './applyAnswer.js';
import { applyCounts, applyReceipts } from './applyCounts.js';
import { applyEvents, applyNames } from './applyEvents.js';
import { backoffMs, delay } from '../link/backoff.js';
import { ConnectionLost } from '../link/hubError.js';
import type { Link } from '../link/link.js';
import { newClientMessageId } from './newClientMessageId.js';
import { discard, enqueue, retry } from './pending.js';
import { emptyPlanet, type PlanetState } from './planetState.js';
import { Sender } from './sender.js';
import type { CountRow, EventsFrame, ReceiptsFrame, SubscribeAnswer } from '../link/wire.js';

/** One planet over a {@link Link}: keeps its state in step with the server's and brings one's own messages there. */
export class Channel {
  readonly state: Cell<PlanetState>;
  readonly #closing = new AbortController();
  readonly #sender: Sender;
  #syncing = false;
  #syncAgain = false;
  #early: EventsFrame[] = [];
  #counted: ((state: PlanetState) => PlanetState)[] = [];
  #subscribedOn: string | null = null;
  #isFirstHere = false;
  #readSeq = 0;

  constructor(
    private readonly link: Link,
    readonly planetId: string,
    meId: string,
  ) {
    this.state = new Cell(emptyPlanet(planetId, meId));
    this.#sender = new Sender(link, this.state, this.#closing.signal);
  }

  /** Brings the state up to the server's: after each connect and whenever continuity is in doubt. */
  async sync(): Promise<void> {
    this.#syncAgain = true;
    if (this.#syncing) return;
    this.#syncing = true;
    try {
      for (let failures = 0; this.#syncAgain && !this.#closing.signal.aborted; failures++) {
        if (failures > 0) await delay(backoffMs(failures - 1), this.#closing.signal);
        this.#syncAgain = false;
        if (!(await this.#subscribe(this.state.value.gap && failures > 0))) this.#syncAgain = true;
      }
    } catch {
      // The connection is lost; its return calls again.
      return;
    } finally {
      this.#syncing = false;
    }
    if (this.state.value.phase === 'live') this.#goOn();
  }

  /** Ends the subscription and whatever is under way. */
  close(): void {
    this.#closing.abort();
    this.link.invoke('Unsubscribe', [this.planetId]).catch(() => undefined);
  }

  onEvents(frame: EventsFrame): void {
    if (this.#syncing) this.#early.push(frame);
    else this.#update(applyEvents(this.state.value, frame));
  }

  onReceipts(moves: ReceiptsFrame['moves']): void {
    this.#count((state) => applyReceipts(state, moves));
  }

  onCounts(counts: CountRow[]): void {
    this.#count((state) => applyCounts(state, counts));
  }

  /** The server's head has been seen at `headRev`. */
  onHead(headRev: number): void {
    if (headRev > this.state.value.headRev) void this.sync();
  }

  send(text: string): void {
    this.#update(enqueue(this.state.value, newClientMessageId(), text));
    void this.#sender.run();
  }

  retry(clientMessageId: string): void {
    this.#update(retry(this.state.value, clientMessageId));
    void this.#sender.run();
  }

  discard(clientMessageId: string): void {
    this.#update(discard(this.state.value, clientMessageId));
  }

  edit = (seq: number, text: string) => this.link.invoke('EditMessage', { planetId: this.planetId, seq, text });

  delete = (seq: number) => this.link.invoke('DeleteMessage', { planetId: this.planetId, seq });

  /** Everything up to `seq` has been seen. */
  markRead(seq: number): void {
    if (seq <= this.#readSeq) return;
    this.#readSeq = seq;
    this.#sendRead();
  }

  prepend(page: MessagePage): void {
    this.#update(applyOlderPage(this.state.value, page));
  }

  name(people: readonly { userId: string; displayName: string }[]): void {
    this.#update(applyNames(this.state.value, people));
  }

  /** One `Subscribe`; false when it has to be called again, then best for a snapshot. */
  async #subscribe(forSnapshot: boolean): Promise<boolean> {
    const { phase, headRev } = this.state.value;
    const sinceRev = phase === 'live' && !forSnapshot ? headRev : null;
    this.#early = [];
    this.#counted = [];
    this.#isFirstHere = this.link.connectionId !== this.#subscribedOn;
    this.#subscribedOn = this.link.connectionId;
    try {
      const argument = [{ planetId: this.planetId, ...(sinceRev !== null && { sinceRev }) }];
      const [answer] = await this.link.invoke<SubscribeAnswer[]>('Subscribe', argument);
      if (!answer || answer.state === 'later') return false;
      const answered = applyAnswer(this.state.value, answer, sinceRev);
      const caughtUp = this.#early.reduce(applyEvents, answered);
      this.state.set(this.#counted.reduce((state, change) => change(state), caughtUp));
      return !this.state.value.gap;
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
      return false;
    }
  }

  /**
   * Counters may reach the page with the answer of `Subscribe`, before it is taken in. On a connection's first one they
   * come after it; on a later one they may also be the former subscription's, which the answer counts already.
   */
  #count(change: (state: PlanetState) => PlanetState): void {
    if (!this.#syncing) this.#update(change(this.state.value));
    else if (this.#isFirstHere) this.#counted.push(change);
  }

  #update(next: PlanetState): void {
    this.state.set(next);
    if (next.gap) void this.sync();
  }

  #goOn(): void {
    this.#sendRead();
    void this.#sender.run();
  }

  /** Also after each resume: a server that was killed may have lost the last cursor. */
  #sendRead(): void {
    if (this.#readSeq === 0) return;
    this.link.invoke('MarkRead', [{ planetId: this.planetId, seq: this.#readSeq }]).catch(() => undefined);
  }
}
