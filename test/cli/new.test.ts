import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { templates } from '../../src/cli/new/templates.js';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const network = jsonFile(folder, 'net.json', tinyNetwork);
const cpu = ['--backend', 'cpu', '--quiet'];
const before = process.cwd();
beforeEach(() => process.chdir(mkdtempSync(join(folder, 'empty-'))));
afterEach(() => process.chdir(before));

/** What is made of each kind as it is written: commands that end well. */
const tried: Readonly<Record<string, (name: string) => readonly (readonly string[])[]>> = {
  rule: (name) => [
    ['agree', network, '--rule', name, '--train', '2', '--error-scale', '0.5', ...cpu],
    ['audit', '--rule', name],
  ],
  activation: (name) => [['gradcheck', described('activation', name), ...cpu]],
  loss: (name) => [['gradcheck', described('loss', name), ...cpu]],
  optimiser: (name) => [
    [
      'train',
      network,
      '--optimiser',
      name,
      '--keep',
      '0.5',
      '--epochs',
      '1',
      '--limit-train-batches',
      '1',
      '--out',
      'run',
      ...cpu,
    ],
  ],
  feedback: (name) => [['agree', network, '--feedback', name, ...cpu]],
  data: (name) => [
    ['train', '--data', name, '--epochs', '1', '--limit-train-batches', '1', '--out', 'run', ...cpu],
  ],
};

function described(field: 'activation' | 'loss', name: string): string {
  const [hidden, out] = tinyNetwork.layers;
  const layers = field === 'activation' ? [{ ...hidden, activation: name }, out] : [hidden, out];
  return jsonFile('.', 'own.json', { ...tinyNetwork, layers, ...(field === 'loss' && { loss: name }) });
}

it.each(Object.keys(templates))('new %s writes what works as it is, once', async (kind) => {
  const { code, stdout } = await here(['new', kind, 'my-own']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^wrote my-own\.ts; to try it:\n( {2}relaxon .*my-own\.ts.*\n)+$/);
  for (const args of tried[kind]('my-own')) {
    const ended = await here([...args, '--plugin', 'my-own.ts'], env);
    expect(ended, args.join(' ')).toMatchObject({ code: 0 });
  }
  const text = readFileSync('my-own.ts', 'utf8');
  expect(text).toMatch(/\/\/ |\/\*\*/);
  writeFileSync('my-own.ts', `${text}// more\n`);
  const says = ['my-own.ts: got a file that is there, expected none: it stays as it is. Try another name'];
  await expectRefusal({ what: 'again', args: ['new', kind, 'my-own'], says });
  expect(readFileSync('my-own.ts', 'utf8')).toBe(`${text}// more\n`);
});

it('has a name for code that is no word of the language', async () => {
  expect(await here(['new', 'rule', 'class', '--json'])).toMatchObject({ code: 0 });
  expect(readFileSync('class.ts', 'utf8')).toContain('export const classRule = family({');
  expect(await here(['audit', '--rule', 'class', '--plugin', 'class.ts', '--json'])).toMatchObject({
    code: 0,
  });
});

it.each([
  ['rule', 'My-Rule', 'got the name "My-Rule", expected at most 40 small letters'],
  ['rule', '../up', 'got the name "../up"'],
  ['rule', 'constructor', 'expected one that not every object has already'],
  ['rule', 'ar', 'expected one that is not taken: not ar, '],
  ['rule', 'all', 'expected one that is not taken'],
  ['activation', 'relu', 'new activation: got the name "relu"'],
  ['data', 'mnist', 'new data: got the name "mnist"'],
  [
    'rul',
    'mine',
    'new: got "rul", expected one of rule, activation, loss, optimiser, feedback, data. Try "rule"',
  ],
])('new %s %s is refused', async (kind, name, words) => {
  await expectRefusal({ what: name, args: ['new', kind, name], says: [words] });
  expect(existsSync(`${name}.ts`)).toBe(false);
});
