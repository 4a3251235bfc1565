import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('no rule and no file of src is longer than it may be', () => {
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/count-lines.ts', '.'], {
    encoding: 'utf8',
  });
  for (const name of ['ar', 'bp', 'chl', 'dfa', 'ep', 'fa', 'pc'])
    expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\d+$`, 'm'));
  expect({ status, stdout }).toMatchObject({ status: 0 });
}, 60_000);
