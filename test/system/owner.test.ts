import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { isRunning, startOf } from '../../src/system/owner.js';

it('this process runs; one with its number that began at another time is another', () => {
  const { pid } = process;
  expect(isRunning({ pid, started: startOf(pid) ?? null })).toBe(true);
  expect(isRunning({ pid, started: null })).toBe(true);
  expect(isRunning({ pid, started: 'never' })).toBe(startOf(pid) === undefined);
});

it.skipIf(process.platform === 'win32')(
  'one that has ended is gone, though nobody has asked how it did',
  async () => {
    // The shell becomes a process that asks after nobody: its child stays in the list of processes.
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [text] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(text.toString());
      const started = startOf(pid) ?? null;
      expect(isRunning({ pid, started })).toBe(true);
      await expect.poll(() => isRunning({ pid, started }), { timeout: 10_000 }).toBe(false);
      // Its number is taken all the same.
      expect(process.kill(pid, 0)).toBe(true);
    } finally {
      parent.kill('SIGKILL');
    }
  },
);
