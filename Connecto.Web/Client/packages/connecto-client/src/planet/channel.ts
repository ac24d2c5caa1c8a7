import { Cell } from '../cell.js';
import type { Link } from '../link/link.js';
import type { CountRow, EventsFrame, PlanetEvent, ReceiptsFrame, SubscribeAnswer } from '../link/wire.js';
import type { Outbox } from '../outbox/outbox.js';
import type { OutboxEntry, Outgoing } from '../outbox/outboxEntry.js';
import type { ConnectoApi } from '../rest/connectoApi.js';
import { firstUnread } from './applyAnswer.js';
import { applyCounts, applyReceipts } from './applyCounts.js';
import { applyNames, applyRead } from './applyEvents.js';
import { beginChange, type Doing, finishChange, withdrawChange } from './changes.js';
import { Pager } from './pager.js';
import { dropPending, putPending, unlessStored } from './pending.js';
import { emptyPlanet, type PlanetState } from './planetState.js';
import { takePage } from './takePage.js';
import { Subscription } from './subscription.js';
import { trim } from './trim.js';
import { Typists } from './typists.js';

export interface ChannelOptions {
  link: Link;
  api: ConnectoApi;
  outbox: Outbox;
  planetId: string;
  meId: string;
  /** Which message to open at; without it the newest. */
  at?: number | 'unread';
  /** Told of each event once, in order, when it has been applied. */
  happened: (event: PlanetEvent) => void;
  /** The state is the server's again. */
  inStep: () => void;
  /** Told when this user's cursor moved here. */
  moved: (seq: number) => void;
}

/** The server takes one word of typing a second from a user. */
const typingEveryMs = 2_500;

/** One planet as this user sees it, and what he does there. */
export class Channel {
  readonly state: Cell<PlanetState>;
  readonly planetId: string;
  readonly #closing = new AbortController();
  readonly #typists = new Typists();
  readonly #subscription: Subscription;
  readonly #pager: Pager;
  #readSeq = 0;
  #anchor: number | null = null;
  #typedAt = 0;
  #changes = 0;
  #refreshing: ReturnType<typeof setTimeout> | undefined;

  /** @internal */
  constructor(private readonly options: ChannelOptions) {
    const { link, api, outbox, planetId, meId } = options;
    this.planetId = planetId;
    this.state = new Cell(outbox.of(planetId).reduce(putPending, emptyPlanet(planetId, meId)));
    const closing = this.#closing.signal;
    this.#pager = new Pager(api, this.state, closing);
    this.#subscription = new Subscription({
      link,
      state: this.state,
      closing,
      happened: (event) => this.#happened(event),
      prepare: (answer) => this.#keepPlace(answer),
      inStep: () => {
        // A server that was killed may have lost the last cursor.
        this.#sendRead();
        options.inStep();
      },
    });
  }

  /** Which pages are being read. */
  get paging() {
    return this.#pager.now;
  }

  /** User ids of those who are typing. */
  get typing(): Cell<readonly string[]> {
    return this.#typists.now;
  }

  /** Shows the message at once and brings it to the server, now or when it can be reached; answers its client message id. */
  send(message: string | Outgoing): string {
    const outgoing = typeof message === 'string' ? { text: message } : message;
    this.#typedAt = 0;
    return this.options.outbox.add(this.planetId, outgoing).clientMessageId;
  }

  /** Tries again what failed, under the same id. */
  retry(clientMessageId: string): void {
    this.options.outbox.retry(clientMessageId);
  }

  /** Withdraws a message that has failed or waits. */
  cancel(clientMessageId: string): void {
    this.options.outbox.cancel(clientMessageId);
    this.state.set(dropPending(this.state.value, clientMessageId));
  }

  edit = (seq: number, text: string): Promise<void> =>
    this.#do({ kind: 'edit', seq, text }, 'EditMessage', { seq, text });

  delete = (seq: number): Promise<void> => this.#do({ kind: 'delete', seq }, 'DeleteMessage', { seq });

  react = (seq: number, emoji: string, on: boolean): Promise<void> =>
    this.#do({ kind: 'react', seq, emoji, on }, 'React', { seq, emoji, on });

  /** Everything up to `seq` has been seen. */
  markRead(seq: number): void {
    const { headSeq, lastReadSeq } = this.state.value;
    const upTo = Math.min(seq, headSeq);
    if (upTo <= Math.max(this.#readSeq, lastReadSeq)) return;
    this.#readSeq = upTo;
    this.state.set(applyRead(this.state.value, upTo));
    this.options.moved(upTo);
    this.#sendRead();
  }

  /** Puts the divider where it belongs now: before the first message that is not read. */
  moveDivider(): void {
    const { lastReadSeq, headSeq } = this.state.value;
    this.state.set({ ...this.state.value, unreadFrom: firstUnread(lastReadSeq, headSeq) });
  }

  /** Tells the others that this user is typing; to be called with each key, it is told every few seconds. */
  type(): void {
    const now = Date.now();
    if (now - this.#typedAt < typingEveryMs) return;
    this.#typedAt = now;
    this.options.link.invoke('Typing', { planetId: this.planetId }).catch(() => undefined);
  }

  /** The message that the reader has in view, null at the newest: what is kept when there is too much. */
  look(seq: number | null): void {
    this.#anchor = seq;
  }

  /** Reads the messages before the window, about 100; false where there are none or it is being done. */
  loadBefore = (): Promise<boolean> => this.#page(this.#pager.before());

  /** Reads the messages after the window, until it reaches the newest one and goes on live. */
  loadAfter = async (): Promise<boolean> => {
    const hasRead = await this.#page(this.#pager.after());
    // It goes on live, and is to stay so.
    if (hasRead && !this.state.value.hasAfter) this.#anchor = null;
    return hasRead;
  };

  /** Brings the message `seq` into the window, with those around it; false where there is none. */
  jumpTo(seq: number): Promise<boolean> {
    this.#anchor = seq;
    return this.#pager.around(seq);
  }

  /** Brings the newest messages into the window. */
  async jumpToLatest(): Promise<void> {
    this.#anchor = null;
    const { hasAfter, headSeq } = this.state.value;
    if (!hasAfter) return;
    await this.#pager.around(headSeq);
    // More may have come while it was read.
    while (this.#anchor === null && (await this.loadAfter()));
  }

  /** Gives names to senders who are no members any more. */
  name(people: readonly { userId: string; displayName: string }[]): void {
    this.state.set(applyNames(this.state.value, people));
  }

  /** Brings the state up to the server's; it is done by itself wherever it is needed. */
  sync = (): Promise<void> => this.#subscription.sync();

  /** @internal */
  close(): void {
    this.#closing.abort();
    this.#typists.clear();
    clearTimeout(this.#refreshing);
  }

  /** @internal */
  onEvents(frame: EventsFrame): void {
    this.#subscription.onEvents(frame);
  }

  /** @internal */
  onReceipts(moves: ReceiptsFrame['moves']): void {
    this.#pager.countsMoved();
    this.#subscription.count((state) => applyReceipts(state, moves));
  }

  /** @internal */
  onCounts(counts: CountRow[]): void {
    this.#pager.countsMoved();
    this.#subscription.count((state) => applyCounts(state, counts));
  }

  /** @internal The server's head has been seen at `headRev`. */
  onHead(headRev: number): void {
    if (headRev > this.state.value.headRev) void this.sync();
  }

  /** @internal This user's cursor moved on one of his devices. */
  onRead(seq: number): void {
    this.state.set(applyRead(this.state.value, seq));
  }

  /** @internal */
  onTyping(userIds: readonly string[]): void {
    this.#typists.type(userIds.filter((userId) => userId !== this.options.meId));
  }

  /** @internal */
  onOutbox(entry: OutboxEntry): void {
    this.state.set(putPending(this.state.value, entry));
  }

  /** @internal */
  onOutboxRemoved({ clientMessageId }: OutboxEntry): void {
    this.state.set(unlessStored(this.state.value, clientMessageId));
  }

  async #page(read: Promise<number | null>): Promise<boolean> {
    const seq = await read;
    // What was just read is what somebody looks at.
    if (seq !== null) this.state.set(trim(this.state.value, seq));
    return seq !== null;
  }

  /** A snapshot holds the newest messages only, and the reader may be elsewhere; then the window is made there at once. */
  async #keepPlace({ snapshot, headSeq }: SubscribeAnswer): Promise<(state: PlanetState) => PlanetState> {
    const first = snapshot?.messages[0]?.seq ?? 0;
    const opening = this.state.value.planet ? undefined : this.options.at;
    const unread = firstUnread(snapshot?.me.lastReadSeq ?? headSeq, headSeq);
    const place = this.#anchor ?? (opening === 'unread' ? unread : opening) ?? first;
    if (place >= first) return (state) => state;
    this.#anchor = place;
    // Where it cannot be read, the newest messages are shown.
    const page = await this.options.api.messages.page(this.planetId, { around: place, limit: 100 }).catch(() => null);
    return (state) => (page && takePage(state, page, 'around')) ?? state;
  }

  #happened(event: PlanetEvent): void {
    if (event.kind === 'message') {
      this.#typists.stop(event.message.senderId);
      this.state.set(trim(this.state.value, this.#anchor));
    }
    if (event.kind === 'member') this.#refreshSoon();
    this.options.happened(event);
  }

  /** How many members there are is told by nobody but the planet itself. */
  #refreshSoon(): void {
    this.#refreshing ??= setTimeout(
      () => {
        this.#refreshing = undefined;
        this.options.api.planets.get(this.planetId).then(
          ({ memberCount }) => {
            const { planet } = this.state.value;
            if (planet) this.state.set({ ...this.state.value, planet: { ...planet, memberCount } });
          },
          () => undefined,
        );
      },
      1_000 + Math.random() * 2_000,
    );
  }

  /** Shows it at once; where the server refuses, it is as it was, and the call fails with why. */
  async #do(doing: Doing, method: string, argument: object): Promise<void> {
    const id = ++this.#changes;
    this.state.set(beginChange(this.state.value, { ...doing, id, at: new Date().toISOString() }));
    try {
      const { rev } = await this.options.link.invoke<{ rev: number }>(method, { planetId: this.planetId, ...argument });
      this.state.set(finishChange(this.state.value, id, rev));
    } catch (error) {
      this.state.set(withdrawChange(this.state.value, id));
      throw error;
    }
  }

  #sendRead(): void {
    if (this.#readSeq === 0) return;
    this.options.link.invoke('MarkRead', [{ planetId: this.planetId, seq: this.#readSeq }]).catch(() => undefined);
  }
}
