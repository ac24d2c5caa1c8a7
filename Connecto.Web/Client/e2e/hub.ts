import type { EventsFrame, PlanetEvent, SendReceipt, SubscribeAnswer } from '@connecto/client';
import { type HubConnection, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import type { Person } from './people';
import { rest, url } from './server';

/** SignalR's client as anyone would use it, with its own retry schedule unless it has to outlast a restart. */
export function connection({ token }: Person, webSocket?: unknown): HubConnection {
  return new HubConnectionBuilder()
    .withUrl(`${url}/hubs/chat?v=1`, {
      accessTokenFactory: () => token,
      ...(webSocket ? { WebSocket: webSocket as typeof WebSocket } : {}),
    })
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: () => 500 })
    .configureLogging(LogLevel.None)
    .build();
}

export async function connected(person: Person): Promise<HubConnection> {
  const hub = connection(person);
  await hub.start();
  return hub;
}

export const send = (hub: HubConnection, planetId: string, clientMessageId: string, text: string) =>
  hub.invoke<SendReceipt>('SendMessage', { planetId, clientMessageId, text });

/** One planet's events as a client of one's own would keep them: in order, each once, from its first subscription on. */
export class EventLog {
  readonly events: PlanetEvent[] = [];
  /** What was not dense in rev. */
  readonly holes: string[] = [];
  #startRev: number | undefined;
  #live = false;

  constructor(
    private readonly hub: HubConnection,
    private readonly person: Person,
    private readonly planetId: string,
  ) {
    hub.on('events', (frame: EventsFrame) => {
      if (this.#live && frame.planetId === planetId) this.#take(frame.fromRev, frame.events);
    });
  }

  get headRev(): number {
    return (this.#startRev ?? 0) + this.events.length;
  }

  get messages() {
    return this.events.flatMap((event) => (event.kind === 'message' ? [event.message] : []));
  }

  /** Subscribes, from the last rev where there is one; `changes` tells what a snapshot leaves out. */
  async resume(): Promise<void> {
    this.#live = false;
    const sinceRev = this.#startRev === undefined ? undefined : this.headRev;
    const [answer] = await this.hub.invoke<SubscribeAnswer[]>('Subscribe', [{ planetId: this.planetId, sinceRev }]);
    const early: EventsFrame[] = [];
    const keep = (frame: EventsFrame) => void (frame.planetId === this.planetId && early.push(frame));
    this.hub.on('events', keep);
    this.#startRev ??= answer!.headRev;
    if (answer!.state === 'recovered') this.#take(sinceRev!, answer!.events!);
    while (this.headRev < answer!.headRev) await this.#page();
    this.hub.off('events', keep);
    for (const frame of early) this.#take(frame.fromRev, frame.events);
    this.#live = true;
  }

  async #page(): Promise<void> {
    const path = `planets/${this.planetId}/changes?sinceRev=${this.headRev}&limit=100`;
    const page = await rest<SubscribeAnswer>(path, { token: this.person.token });
    if (!page.events?.length) throw new Error(`changes after ${this.headRev} are empty`);
    this.#take(this.headRev, page.events);
  }

  #take(fromRev: number, events: PlanetEvent[]): void {
    if (fromRev > this.headRev) this.holes.push(`from ${fromRev} at ${this.headRev}`);
    for (const event of events) {
      if (event.rev > this.headRev + 1) this.holes.push(`${event.rev} after ${this.headRev}`);
      if (event.rev === this.headRev + 1) this.events.push(event);
    }
  }
}
