import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stepsOf } from '../../scripts/tutorial/steps.js';

const docs = join(import.meta.dirname, '../../docs');
const page = readFileSync(join(docs, 'tutorial.md'), 'utf8');

it('takes commands line by line, and files by the name before them', () => {
  const text = 'Do\n\n```sh\na b\nc\n```\n\n`x.ts`:\n\n```ts\none\n\ntwo\n```\n';
  expect(stepsOf(text)).toEqual([
    { kind: 'command', command: 'a b' },
    { kind: 'command', command: 'c' },
    { kind: 'file', name: 'x.ts', text: 'one\n\ntwo\n' },
  ]);
});

it('refuses a block that it would pass over', () => {
  expect(() => stepsOf('Look:\n\n```ts\nconst x = 1;\n```\n')).toThrow(
    'A block of ts after "Look:" has no name.',
  );
});

it('follows all of the tutorial: every block of the page is a step', () => {
  const steps = stepsOf(page);
  const blocks = page.split('\n').filter((line) => line.startsWith('```')).length / 2;
  const files = steps.flatMap((step) => (step.kind === 'file' ? [step.name] : []));
  const shells = [...page.matchAll(/^```sh$/gm)].length;
  expect(files.length + shells).toBe(blocks);
  expect(files).toEqual(['make-data.mjs', 'net.json', 'sign-symmetric.ts', 'oja.ts', 'one.json', 'axis.mjs']);
  const commands = steps.flatMap((step) => (step.kind === 'command' ? [step.command] : []));
  expect(commands).toHaveLength(21);
  for (const command of commands) expect(command).toMatch(/^(npm|npx relaxon|node) /);
});

it('has the Oja rule of the other pages', () => {
  const example = readFileSync(join(docs, 'examples/oja.ts'), 'utf8').replace(
    '../../src/index.js',
    'relaxon',
  );
  expect(stepsOf(page)).toContainEqual({ kind: 'file', name: 'oja.ts', text: example });
});
