import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findExperiment } from '../../experiments/lib/find.js';
import { experiments } from '../../experiments/list.js';
import { runQuickly } from './quickly.js';

const root = new URL('../..', import.meta.url).pathname;

function command(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'experiments/main.ts', ...args], { cwd: root });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  return new Promise((done) => child.on('close', (code) => done({ code, ...said })));
}

describe('experiments', () => {
  // The others take a minute together: every.test.ts.
  runQuickly(experiments.slice(0, 2));

  it('is listed in the order of the numbers, each under the name of its file', () => {
    const files = readdirSync(join(root, 'experiments')).filter((name) => /^\d\d-.*\.ts$/.test(name));
    expect(experiments.map(({ name }) => `${name}.ts`)).toEqual(files.sort());
  });
});

describe('an experiment is found', () => {
  it.each(['02-ar-and-backpropagation', 'ar-and-backpropagation', '02', '2', 'ar-and', '02-'])(
    'by %s',
    (asked) => {
      expect(findExperiment(experiments, asked).name).toBe('02-ar-and-backpropagation');
    },
  );

  it.each(['', '0', '99', 'zzz'])('not by %j', (asked) => {
    expect(() => findExperiment(experiments, asked)).toThrow(/^experiment\.NAME: got /);
  });
});

describe('the command', () => {
  it('lists names and questions', async () => {
    const { code, stdout } = await command();
    expect(code).toBe(0);
    for (const { name, question } of experiments) expect(stdout).toContain(`${name}\n    ${question}\n`);
  });

  it('refuses an unknown name with the nearest, and no jobs', async () => {
    const { code, stdout, stderr } = await command('02-ar-and-backpropagatoin');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^experiment: experiment\.NAME: got ".*", expected .* Try 02-ar-and-backpropagation\.\n$/,
    );
    expect((await command('2', '--quick', '--jobs', '0')).code).toBe(2);
  });
});
