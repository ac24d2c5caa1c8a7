import { execFile, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { MessagePage, Planet } from '@connecto/client';
import { describe, expect, it } from 'vitest';
import { adminToken, rest, setting, url } from './server';

const folder = new URL('../packages/connecto-client', import.meta.url).pathname;

describe('The client package as it is published', () => {
  it('lets a program without a page talk', async () => {
    await promisify(execFile)('npm', ['run', 'build'], { cwd: folder });
    const token = await adminToken();
    const planet = await rest<Planet>('planets', { method: 'POST', token, body: { name: 'Example', memberIds: [] } });

    const who = [setting('CONNECTO_ADMIN_EMAIL'), setting('CONNECTO_ADMIN_PASSWORD')];
    const program = spawn(process.execPath, ['example/talk.mjs', url, ...who, planet.id], { cwd: folder });
    const [said, complained] = [text(program.stdout), text(program.stderr)];
    program.stdin.end('안녕하세요\nhello\n');
    await new Promise((resolve) => program.on('close', resolve));

    expect([program.exitCode, await complained]).toEqual([0, expect.not.stringContaining('Error')]);
    expect((await said).split('\n').map((line) => line.split(': ')[1])).toEqual(['안녕하세요', 'hello', undefined]);
    const { items } = await rest<MessagePage>(`planets/${planet.id}/messages`, { token });
    expect(items.map((message) => message.text)).toEqual(['안녕하세요', 'hello']);
  });
});
