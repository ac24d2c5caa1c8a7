import { ChatClient, type ClientOptions } from './chatClient.js';
import { Session } from './session/session.js';
import { MemoryStorage } from './storage/memoryStorage.js';

export interface ConnectOptions extends Omit<ClientOptions, 'credentials'> {
  /** Where the server is, without a slash at the end. */
  origin: string;
  email: string;
  password: string;
}

/** Logs in and connects, for programs; a page keeps a {@link Session} of its own. */
export async function connect({ origin, email, password, ...options }: ConnectOptions): Promise<ChatClient> {
  const storage = options.storage ?? new MemoryStorage();
  const session = new Session(origin, storage);
  await session.logIn(email, password);
  return new ChatClient({ ...options, storage, credentials: session }).open();
}
