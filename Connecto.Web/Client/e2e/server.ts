import { ApiError, call, type Call, type Grant } from '@connecto/client';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** The running server that the tests talk to, as `./connecto test` starts it. */

export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: ./connecto test sets it`);
  return value;
}

export const url = setting('CONNECTO_URL');
const dataFolder = setting('CONNECTO_DATA');

/** One REST call, made {@link patiently}. */
export const rest = <T>(path: string, request: Call = {}): Promise<T> => patiently(() => call<T>(url, path, request));

/** Tries again while the rate limit asks to wait or the server is just coming back. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ApiError && ![429, 503].includes(error.status)) throw error;
      await sleep(1_000);
    }
  }
}

let admin: Promise<string> | undefined;

/** The admin's access token. */
export function adminToken(): Promise<string> {
  admin ??= rest<Grant>('auth/login', {
    method: 'POST',
    body: { email: setting('CONNECTO_ADMIN_EMAIL'), password: setting('CONNECTO_ADMIN_PASSWORD') },
  }).then(({ accessToken }) => accessToken);
  return admin;
}

const webPid = async () => Number(await readFile(`${dataFolder}/run/web.pid`, 'utf8'));

/** Ends the web process and waits until `up` has started another one that is ready. */
export async function restart(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const before = await webPid();
  process.kill(before, signal);
  await until(async () => (await webPid()) !== before && (await fetch(`${url}/health/ready`)).ok);
}

/** Waits for a condition; one that throws does not hold yet. The test's own time-out bounds it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await Promise.resolve().then(condition).catch(() => false))) await sleep(50);
}
