import type { Cell } from './cell.js';
import { ConnectoApi } from './rest/connectoApi.js';
import { Channel } from './planet/channel.js';
import { Link, type LinkOptions, type LinkStatus } from './link/link.js';
import type { CountsFrame, EventsFrame, ReceiptsFrame } from './link/wire.js';

/** A user's live connection: hands what the hub says to the channels of the planets that are open. */
export class ChatClient {
  readonly api: ConnectoApi;
  readonly meId: string;
  readonly #link: Link;
  readonly #channels = new Map<string, Channel>();

  /** Of the user who is logged in now. */
  constructor(options: LinkOptions) {
    this.meId = options.credentials.userId ?? '';
    this.api = new ConnectoApi(options.credentials);
    this.#link = new Link(options);
    this.#link.on<EventsFrame>('events', (frame) => this.#channels.get(frame.planetId)?.onEvents(frame));
    this.#link.on<ReceiptsFrame>('receipts', ({ planetId, moves }) => this.#channels.get(planetId)?.onReceipts(moves));
    this.#link.on<CountsFrame>('counts', ({ planetId, counts }) => this.#channels.get(planetId)?.onCounts(counts));
    this.#link.on<[string, number][]>('heads', (heads) => {
      for (const [planetId, headRev] of heads) this.#channels.get(planetId)?.onHead(headRev);
    });
    this.#link.on<string[]>('resubscribe', (planetIds) => {
      for (const planetId of planetIds) void this.#channels.get(planetId)?.sync();
    });
  }

  get status(): Cell<LinkStatus> {
    return this.#link.status;
  }

  /** Connects and stays connected until {@link close}. */
  open(): void {
    this.#link.open(() => {
      for (const channel of this.#channels.values()) void channel.sync();
    });
  }

  close(): void {
    for (const planetId of [...this.#channels.keys()]) this.leave(planetId);
    this.#link.close();
  }

  /** The channel of a planet, opened at the first call. */
  enter(planetId: string): Channel {
    const known = this.#channels.get(planetId);
    if (known) return known;
    const channel = new Channel(this.#link, planetId, this.meId);
    this.#channels.set(planetId, channel);
    if (this.status.value === 'live') void channel.sync();
    return channel;
  }

  leave(planetId: string): void {
    this.#channels.get(planetId)?.close();
    this.#channels.delete(planetId);
  }
}
