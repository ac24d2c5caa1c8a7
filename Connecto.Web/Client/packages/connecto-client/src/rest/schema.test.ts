import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it("is what `npm run generate` makes of the server's description", async () => {
  const check = promisify(execFile)('npm', ['run', 'generate', '--', '--check']);
  await expect(check, './connecto generate makes it anew').resolves.toBeDefined();
}, 120_000);
