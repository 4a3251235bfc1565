import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { gitState } from '../../../src/lab/runs/git-state.js';

const folder = mkdtempSync(join(tmpdir(), 'relaxon-git-'));
afterAll(() => rmSync(folder, { recursive: true }));
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
const file = join(folder, 'a.txt');

it('says commit and changes, and runs nothing that the repository names', () => {
  expect(gitState(folder)).toBeNull();
  git('init', '-q');
  writeFileSync(file, 'one\n');
  writeFileSync(join(folder, '.gitattributes'), '*.txt filter=Odd=Name diff=odd\n');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  const commit = git('rev-parse', 'HEAD').trim();
  expect(gitState(folder)).toEqual({ commit, changed: false });
  const ran = join(tmpdir(), `relaxon-ran-${process.pid}`);
  const trap = join(folder, '.git', 'trap');
  writeFileSync(trap, `#!/bin/sh\necho "$0 $@" >> ${ran}\ncat\n`);
  chmodSync(trap, 0o755);
  for (const key of [
    'core.fsmonitor',
    'filter.Odd=Name.clean',
    'filter.Odd=Name.process',
    'diff.external',
    'diff.odd.textconv',
  ]) {
    git('config', key, trap);
  }
  git('config', 'filter.Odd=Name.required', 'true');
  mkdirSync(join(folder, '.git', 'hooks'), { recursive: true });
  execFileSync('cp', [trap, join(folder, '.git', 'hooks', 'post-index-change')]);
  // Of another time: git has to look into it.
  utimesSync(file, 1, 1);
  const index = readFileSync(join(folder, '.git', 'index'));
  expect(gitState(folder)).toEqual({ commit, changed: false });
  expect(readFileSync(join(folder, '.git', 'index')).equals(index)).toBe(true);
  writeFileSync(file, 'two\n');
  expect(gitState(folder)).toEqual({ commit, changed: true });
  expect(existsSync(ran)).toBe(false);
});
