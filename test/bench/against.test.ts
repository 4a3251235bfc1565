import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Runs `npm run bench:against` to its end. */
function against(...args: string[]) {
  const program = ['--import', 'tsx', 'bench/against/main.ts', ...args];
  return spawnSync(process.execPath, program, { encoding: 'utf8' });
}

it('times a checkout against another, a row for each thing', () => {
  const { stdout, status } = against(
    '.',
    '--only',
    'events.delayed.one_sampled',
    '--rounds',
    '1',
    '--markdown',
  );
  // Of one round either may come out as slower.
  expect([0, 1]).toContain(status);
  const rows = stdout.split('\n').filter((line) => line.startsWith('| '));
  expect(rows.at(-1)).toMatch(/one_sampled\S* \| \d\.\d+ \| \d\.\d+ to \d\.\d+ \| (yes|NO) \|/);
});

it('refuses a folder that is no checkout', () => {
  const { status, stderr } = against('nowhere', '--only', 'events.delayed.one_sampled', '--rounds', '1');
  expect(status).toBe(2);
  expect(stderr).toContain('nowhere');
});
