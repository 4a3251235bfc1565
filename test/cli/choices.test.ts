import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { jsonFile, tinyMnist } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const cnn = jsonFile(folder, 'cnn.json', {
  inputs: { image: [4, 4, 1] },
  nodes: {
    c1: { type: 'conv2d', filters: 2, kernel: 2, activation: 'tanh', from: ['image'] },
    c2: { type: 'conv2d', filters: 2, kernel: 2, activation: 'tanh', from: ['c1'] },
    h: { type: 'dense', units: 5, activation: 'tanh', from: ['c2'] },
    out: { type: 'dense', units: 10, from: ['h'] },
  },
  outputs: { out: { loss: 'mse' } },
});
const short = [
  '--epochs',
  '1',
  '--limit-train-batches',
  '2',
  '--batch-size',
  '2',
  '--limit-test-samples',
  '4',
];
const chosen = [
  ...['--feedback', 'transpose,conv2d=learned,out=random'],
  ...['--derivative', 'none,dense=frozen', '--update-derivative', 'frozen,c1=none'],
];

describe('choices of nodes on the command line', () => {
  it('train, on both engines, with what they chose in its configuration; and a configuration does the same', async () => {
    const runs = ['batched', 'events'].map((engine) => join(folder, engine));
    for (const [i, engine] of ['batched', 'events'].entries()) {
      const args = [
        'train',
        cnn,
        ...chosen,
        ...short,
        '--engine',
        engine,
        '--steps',
        '5',
        '--solver',
        'euler',
      ];
      const { code, stderr } = await here([...args, '--out', runs[i], '--quiet'], env);
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    }
    const [configuration] = runs.map((run) => JSON.parse(readFileSync(join(run, 'config.json'), 'utf8')));
    expect(configuration.variant).toMatchObject({
      feedback: { default: 'transpose', conv2d: 'learned', out: 'random' },
      derivative: { default: 'none', dense: 'frozen' },
      updateDerivative: { default: 'frozen', c1: 'none' },
    });
    const again = join(folder, 'again');
    const file = jsonFile(folder, 'again.json', configuration);
    expect((await here(['train', '--config', file, '--out', again, '--quiet'], env)).code).toBe(0);
    const [batched, events, third] = [...runs, again].map((run) =>
      readFileSync(join(run, 'checkpoint.safetensors')),
    );
    expect(third.equals(batched)).toBe(true);
    for (const checkpoint of [batched, events]) {
      const has = (name: string) => checkpoint.includes(`${name}.feedback`);
      expect(['c1', 'c2', 'h', 'out'].filter(has)).toEqual(['c2', 'out']);
    }
    expect(readFileSync(join(runs[0], 'report.html'), 'utf8')).toContain(
      'transpose,conv2d=learned,out=random',
    );
  });

  it('agree, on both engines', async () => {
    const { code, stdout } = await here(
      ['agree', cnn, ...chosen, '--steps', '8', '--batch-size', '2', '--json', '--quiet'],
      env,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ agree: true });
  });

  it('are what an audit says of each node', async () => {
    const net = ['--feedback', 'learned,layers.2=transpose', '--derivative', 'none,layers.1=frozen'];
    const { code, stdout } = await here(['audit', ...net, '--json'], env);
    expect(code).toBe(0);
    const [{ readings, formulas }] = JSON.parse(stdout).audits;
    const where = (update: string, reads: string) =>
      readings.find((one: { update: string; reads: string }) => one.update === update && one.reads === reads)
        ?.where;
    expect(where('down', 'weight')).toEqual(['layers.2']);
    expect(where('down.x', 'slope')).toEqual(['layers.1']);
    expect(formulas).toContainEqual({ of: 'relax down.x of layers.1', formula: 'mul(x, slope)' });
  });

  it('simulate and stream take them', async () => {
    const dense = jsonFile(folder, 'dense.json', {
      input: [4, 4],
      layers: [
        { type: 'dense', units: 3, activation: 'relu' },
        { type: 'dense', units: 10 },
      ],
    });
    const choice = ['--feedback', 'transpose,layers.1=learned', '--derivative', 'frozen,layers.0=none'];
    const out = join(folder, 'stream');
    const args = [
      'stream',
      dense,
      ...choice,
      '--images',
      '3',
      '--limit-test-samples',
      '2',
      '--out',
      out,
      '--quiet',
    ];
    const { code, stderr } = await here([...args, '--json'], env);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(join(out, 'parameters.safetensors')).includes('layers.1.feedback')).toBe(true);
  });
});

const refused = (what: string, given: readonly string[], ...says: readonly string[]) => ({
  what,
  given,
  says,
});
const wrong = [
  refused(
    'a type',
    ['--feedback', 'conv2=learned'],
    'variant.feedback: got conv2=learned',
    'conv2d, dense, c1, c2, h, out',
    'Try "conv2d"',
  ),
  refused('a node', ['--derivative', 'none,c3=frozen'], 'variant.derivative: got c3=frozen', 'Try "c1"'),
  refused('a type that no node has', ['--feedback', 'linear=learned'], 'linear=learned, of which no node is'),
  refused(
    'a name',
    ['--feedback', 'conv2d=lerned'],
    'variant.feedback.conv2d: got "lerned"',
    'Try "learned"',
  ),
  refused(
    'a name for all',
    ['--feedback', 'sym,conv2d=learned'],
    'variant.feedback: got "sym"',
    'one of transpose',
  ),
  refused('twice', ['--feedback', 'h=learned,h=random'], 'a second choice for h, expected one'),
  refused('two for all', ['--derivative', 'none,frozen'], 'a second choice for all'),
  refused('nothing before =', ['--derivative', '=none'], 'got "=none"'),
  refused(
    'bias that nothing takes',
    ['--derivative', 'none', '--update-derivative', 'frozen,dense=none,conv2d=none', '--bias', 'exclud'],
    'variant.bias',
  ),
];

describe('choices that are refused before anything is written', () => {
  it.each(wrong)('$what', async ({ what, given, says }) => {
    const out = join(folder, 'refused');
    const args = ['train', cnn, ...given, '--out', out];
    await expectRefusal({ what, args, says, env });
    expect(existsSync(out)).toBe(false);
  });

  it('on the event engine, for several seeds, too', async () => {
    const out = join(folder, 'refused');
    const args = [
      'train',
      cnn,
      '--feedback',
      'c9=random',
      '--engine',
      'events',
      '--seeds',
      '2',
      '--out',
      out,
    ];
    await expectRefusal({ what: 'seeds', args, says: ['got c9=random'], env });
    expect(existsSync(out)).toBe(false);
  });

  it.each(['agree', 'stream'])('%s', async (command) => {
    const args = [command, cnn, '--feedback', 'c9=random'];
    await expectRefusal({
      what: command,
      args: command === 'agree' ? [...args, '--quiet'] : args,
      says: ['got c9=random'],
      env,
    });
  });
});
