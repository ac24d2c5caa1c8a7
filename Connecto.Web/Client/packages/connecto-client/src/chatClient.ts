import type { Cell } from './cell.js';
import { Events } from './events.js';
import { Inbox } from './inbox/inbox.js';
import { Link, type LinkOptions, type LinkStatus } from './link/link.js';
import type {
  CountsFrame,
  EventsFrame,
  HeadFrame,
  PlanetEvent,
  Presence,
  ReadFrame,
  ReceiptsFrame,
  TypingFrame,
} from './link/wire.js';
import { Drafts } from './outbox/drafts.js';
import { Outbox } from './outbox/outbox.js';
import { Channel } from './planet/channel.js';
import { Presences } from './presences.js';
import { ConnectoApi } from './rest/connectoApi.js';
import type { Message, Notification } from './rest/model.js';
import { MemoryStorage } from './storage/memoryStorage.js';
import type { SharedStorage } from './storage/sharedStorage.js';

/** What {@link ChatClient.on} tells of. */
export interface ClientEvents {
  /** A message came to an entered planet, live or after an absence: each once, in order. */
  message: { planetId: string; message: Message };
  /** An event of any kind happened in an entered planet: each once, in order. */
  event: { planetId: string; event: PlanetEvent };
  /** The user is told of something. */
  notify: Notification;
  /** The user's own cursor moved, on any of his devices. */
  read: ReadFrame;
}

export interface ClientOptions extends LinkOptions {
  /** Where the outbox and the drafts are kept; in memory without one. Tabs share it. */
  storage?: SharedStorage;
}

/** A user's live connection, and all that is known over it. */
export class ChatClient {
  readonly api: ConnectoApi;
  readonly meId: string;
  readonly inbox: Inbox;
  readonly drafts: Drafts;
  readonly #presences = new Presences();
  readonly #events = new Events<ClientEvents>();
  readonly #link: Link;
  readonly #outbox: Outbox;
  readonly #channels = new Map<string, { channel: Channel; entered: number }>();

  /** Of the user who is logged in now. */
  constructor(options: ClientOptions) {
    const storage = options.storage ?? new MemoryStorage();
    this.meId = options.credentials.userId ?? '';
    this.api = new ConnectoApi(options.credentials);
    this.#link = new Link(options);
    this.drafts = new Drafts(storage, this.meId);
    this.#outbox = new Outbox({
      storage,
      meId: this.meId,
      send: (request) => this.#link.invoke('SendMessage', request),
      changed: (entry) => this.#channel(entry.planetId)?.onOutbox(entry),
      removed: (entry) => this.#channel(entry.planetId)?.onOutboxRemoved(entry),
    });
    const isEntered = (planetId: string) => this.#channels.has(planetId);
    this.inbox = new Inbox({ link: this.#link, api: this.api, meId: this.meId, isEntered });
    this.#listen();
  }

  get status(): Cell<LinkStatus> {
    return this.#link.status;
  }

  /** Those of whom the server has told, by user id. */
  get presence(): Cell<ReadonlyMap<string, Presence>> {
    return this.#presences.now;
  }

  /** Connects and stays connected until {@link close}. */
  open(): this {
    this.#link.status.watch(() => {
      if (this.status.value !== 'live') this.#outbox.down();
    });
    this.#link.open(() => {
      this.#presences.up();
      for (const { channel } of this.#channels.values()) void channel.sync();
      this.inbox.up();
      this.#outbox.up();
    });
    return this;
  }

  close(): void {
    for (const { channel } of this.#channels.values()) channel.close();
    this.#channels.clear();
    this.inbox.close();
    this.#outbox.close();
    this.drafts.close();
    this.#presences.close();
    this.#link.close();
  }

  /** Listens until the answer is called. */
  on<Name extends keyof ClientEvents>(name: Name, listener: (argument: ClientEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /**
   * The channel of a planet, opened at the first call; each call wants one of {@link leave}. It opens with the newest
   * messages, or with those around the message `at`, or around the first that is not read.
   */
  enter(planetId: string, at?: number | 'unread'): Channel {
    const known = this.#channels.get(planetId);
    if (known) {
      known.entered++;
      return known.channel;
    }
    const channel = this.#newChannel(planetId, at);
    this.#channels.set(planetId, { channel, entered: 1 });
    this.inbox.entered(planetId);
    if (this.status.value === 'live') void channel.sync();
    return channel;
  }

  leave(planetId: string): void {
    const known = this.#channels.get(planetId);
    if (!known || --known.entered > 0) return;
    this.#channels.delete(planetId);
    known.channel.close();
    this.#link.invoke('Unsubscribe', [planetId]).catch(() => undefined);
    this.inbox.follow([planetId]);
  }

  #newChannel(planetId: string, at?: number | 'unread'): Channel {
    const { api, meId } = this;
    return new Channel({
      link: this.#link,
      api,
      outbox: this.#outbox,
      planetId,
      meId,
      at,
      happened: (event) => this.#happened(planetId, event),
      inStep: () => this.#headed(planetId),
      moved: (seq) => this.inbox.onRead({ planetId, seq }),
    });
  }

  #happened(planetId: string, event: PlanetEvent): void {
    this.#headed(planetId);
    if (event.kind === 'message') this.#events.tell('message', { planetId, message: event.message });
    this.#events.tell('event', { planetId, event });
  }

  #headed(planetId: string): void {
    const state = this.#channel(planetId)?.state.value;
    if (state) this.inbox.onHead(headOf(state));
  }

  #channel = (planetId: string): Channel | undefined => this.#channels.get(planetId)?.channel;

  #listen(): void {
    const link = this.#link;
    link.on<EventsFrame>('events', (frame) => this.#channel(frame.planetId)?.onEvents(frame));
    link.on<ReceiptsFrame>('receipts', ({ planetId, moves }) => this.#channel(planetId)?.onReceipts(moves));
    link.on<CountsFrame>('counts', ({ planetId, counts }) => this.#channel(planetId)?.onCounts(counts));
    link.on<TypingFrame>('typing', ({ planetId, userIds }) => this.#channel(planetId)?.onTyping(userIds));
    link.on<HeadFrame>('head', (head) => this.inbox.onHead(head));
    link.on<ReadFrame>('read', (read) => {
      this.#channel(read.planetId)?.onRead(read.seq);
      this.inbox.onRead(read);
      this.#events.tell('read', read);
    });
    link.on<Notification>('notify', (notification) => {
      this.inbox.onNotify(notification);
      this.#events.tell('notify', notification);
    });
    link.on<Presence[]>('presence', (changed) => this.#presences.take(changed));
    link.on<[string, number][]>('heads', (heads) => {
      for (const [planetId, headRev] of heads) this.#channel(planetId)?.onHead(headRev);
      this.inbox.onHeads(heads.filter(([planetId]) => !this.#channels.has(planetId)));
    });
    link.on<string[]>('resubscribe', (planetIds) => {
      for (const planetId of planetIds) void this.#channel(planetId)?.sync();
      this.inbox.follow(planetIds.filter((planetId) => !this.#channels.has(planetId)));
    });
  }
}

function headOf({ planetId, headRev, headSeq, messages, hasAfter }: Channel['state']['value']): HeadFrame {
  const last = hasAfter ? undefined : messages.at(-1);
  if (!last) return { planetId, headRev, headSeq };
  const { seq, senderId, createdAt, text } = last;
  return { planetId, headRev, headSeq, last: { seq, senderId, createdAt, preview: text?.slice(0, 120) } };
}
