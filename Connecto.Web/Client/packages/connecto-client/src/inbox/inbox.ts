import { Cell } from '../cell.js';
import type { Link } from '../link/link.js';
import type { HeadFrame, ReadFrame, SubscribeAnswer } from '../link/wire.js';
import { allPages } from '../rest/allPages.js';
import type { ConnectoApi } from '../rest/connectoApi.js';
import type { Notification, NotificationLevel } from '../rest/model.js';
import {
  dropFromInbox,
  emptyInbox,
  hearHead,
  hearMention,
  hearRead,
  type InboxState,
  loadInbox,
} from './inboxState.js';

export interface InboxOptions {
  link: Link;
  api: ConnectoApi;
  meId: string;
  /** Whether a planet has a full subscription, which tells more. */
  isEntered: (planetId: string) => boolean;
}

/** How soon the server is asked again: where the numbers are in doubt, and where they only have moved. */
const doubtMs = 1_500;
const movedMs = 60_000;
/** Planets in one `Subscribe`. */
const mostAtOnce = 500;

/**
 * The user's planets with live badges. Each follows the planet's head and the user's cursor; where they do not tell
 * everything, the server, which counts the messages themselves, is asked again, so that a badge never stays wrong.
 */
export class Inbox {
  readonly state = new Cell<InboxState>(emptyInbox);
  #isOpen = false;
  #headed = new Set<string>();
  #asking: { timer: ReturnType<typeof setTimeout>; at: number } | null = null;
  #loading: Promise<void> | null = null;

  constructor(private readonly options: InboxOptions) {}

  /** Reads the planets and follows them until the client is closed. */
  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    void this.reload();
  }

  /** Reads the planets anew; what it shows stays when the server is away. */
  reload(): Promise<void> {
    this.#loading ??= this.#load().finally(() => (this.#loading = null));
    return this.#loading;
  }

  async setNotifications(planetId: string, level: NotificationLevel): Promise<void> {
    await this.options.api.me.setNotifications(planetId, level);
    await this.reload();
  }

  /** @internal */
  up(): void {
    this.#headed = new Set();
    // What is being read may have subscribed over the lost connection.
    if (this.#isOpen) void (this.#loading ?? Promise.resolve()).then(() => this.reload());
  }

  /** @internal */
  close(): void {
    this.#isOpen = false;
    if (this.#asking) clearTimeout(this.#asking.timer);
  }

  /** @internal */
  onHead(head: HeadFrame): void {
    this.#hear(hearHead(this.state.value, head, this.options.meId));
  }

  /** @internal */
  onRead({ planetId, seq }: ReadFrame): void {
    this.#hear(hearRead(this.state.value, planetId, seq));
  }

  /** @internal */
  onNotify({ kind, planetId, seq }: Notification): void {
    if (!planetId) return;
    if (kind === 'mention' && seq !== undefined) this.#hear(hearMention(this.state.value, planetId, seq));
    if (kind === 'removed') this.#hear(dropFromInbox(this.state.value, planetId));
    if (kind === 'added') this.#askWithin(doubtMs);
  }

  /** @internal Continuity is in doubt, or a planet that was entered has been left. */
  follow(planetIds: readonly string[]): void {
    for (const planetId of planetIds) this.#headed.delete(planetId);
    if (this.#isOpen) void this.#subscribe();
  }

  /** @internal The planet is entered: its full subscription has taken the place of the light one. */
  entered(planetId: string): void {
    this.#headed.delete(planetId);
  }

  /** @internal The server's heads as they were seen, of planets that are not entered. */
  onHeads(heads: readonly [string, number][]): void {
    const known = new Map(this.state.value.items.map(({ planet }) => [planet.id, planet.headRev]));
    this.follow(heads.filter(([id, headRev]) => headRev > (known.get(id) ?? 0)).map(([id]) => id));
  }

  #hear(next: InboxState): void {
    if (!this.#isOpen || next === this.state.value) return;
    this.state.set(next);
    this.#askWithin(next.inDoubt ? doubtMs : movedMs);
  }

  #askWithin(ms: number): void {
    const at = Date.now() + ms;
    if (!this.#isOpen || (this.#asking && this.#asking.at <= at)) return;
    if (this.#asking) clearTimeout(this.#asking.timer);
    this.#asking = { timer: setTimeout(() => void this.reload(), ms), at };
  }

  async #load(): Promise<void> {
    if (this.#asking) clearTimeout(this.#asking.timer);
    this.#asking = null;
    try {
      const items = await allPages((page) => this.options.api.me.inbox(page));
      if (!this.#isOpen) return;
      this.state.set(loadInbox(this.state.value, items, this.options.meId));
      if (this.state.value.inDoubt) this.#askWithin(doubtMs);
      await this.#subscribe();
    } catch {
      // The server is away or busy.
      this.#askWithin(10 * doubtMs);
    }
  }

  async #subscribe(): Promise<void> {
    const { items } = this.state.value;
    const { link, isEntered } = this.options;
    const wanted = items.map(({ planet }) => planet.id).filter((id) => !this.#headed.has(id) && !isEntered(id));
    for (const id of wanted) this.#headed.add(id);
    for (let rest = wanted; rest.length > 0 && link.status.value === 'live';) {
      const planets = rest.slice(0, mostAtOnce).map((planetId) => ({ planetId, fields: 'head' }));
      const answers = await link.invoke<SubscribeAnswer[]>('Subscribe', planets).catch(() => []);
      for (const answer of answers) if (answer.state === 'snapshot') this.onHead(answer);
      const later = answers.filter(({ state }) => state === 'later').map(({ planetId }) => planetId);
      rest = answers.length === 0 ? [] : [...later, ...rest.slice(mostAtOnce)].filter((id) => !isEntered(id));
    }
  }
}
