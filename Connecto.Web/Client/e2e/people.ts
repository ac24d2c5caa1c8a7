import type { Planet } from '@connecto/client';
import { adminToken, rest } from './server';

export interface Person {
  userId: string;
  token: string;
}

let count = 0;
const run = Date.now().toString(36);

export const newEmail = () => `e2e-${run}-${process.pid}-${++count}@example.org`;

/** Users made by the admin, with tokens to which no rate limit applies. */
export async function people(howMany: number): Promise<Person[]> {
  const token = await adminToken();
  const drafts = Array.from({ length: howMany }, (_, i) => ({ email: newEmail(), displayName: `Person ${i + 1}` }));
  const users = await rest<{ items: { userId: string }[] }>('admin/users', { method: 'POST', token, body: drafts });
  const userIds = users.items.map(({ userId }) => userId);
  const tokens = await rest<{ items: { userId: string; accessToken: string }[] }>('admin/tokens', {
    method: 'POST',
    token,
    body: { userIds, limits: 'none' },
  });
  return tokens.items.map(({ userId, accessToken }) => ({ userId, token: accessToken }));
}

/** A planet of the first of them with the others as members. */
export async function planetOf([owner, ...others]: Person[], name = 'Jeju'): Promise<string> {
  const body = { name, memberIds: others.map(({ userId }) => userId) };
  return (await rest<Planet>('planets', { method: 'POST', token: owner!.token, body })).id;
}
