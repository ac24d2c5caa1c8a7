import { type Channel, ChatClient, type ClientOptions, FixedToken } from '@connecto/client';
import type { Person } from './people';
import { until, url } from './server';

/** The chat clients that a test opens; they are closed after it. */
export class Clients {
  readonly #open: ChatClient[] = [];

  /** A client of this person, connected. */
  opened({ userId, token }: Person, options: Partial<ClientOptions> = {}): ChatClient {
    const client = new ChatClient({ credentials: new FixedToken(url, userId, token), ...options }).open();
    this.#open.push(client);
    return client;
  }

  /** The planet as this person sees it over a connection of his own. */
  async entered(
    person: Person,
    planetId: string,
    options: Partial<ClientOptions> = {},
    at?: number | 'unread',
  ): Promise<Channel> {
    const channel = this.opened(person, options).enter(planetId, at);
    await until(() => channel.state.value.phase === 'live');
    return channel;
  }

  close = (): void => {
    for (const client of this.#open.splice(0)) client.close();
  };
}

export const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
export const seqs = (channel: Channel) => channel.state.value.messages.map(({ seq }) => seq);
export const texts = (channel: Channel) => channel.state.value.messages.map(({ text }) => text);
