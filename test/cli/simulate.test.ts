import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJsonLines } from '../../src/lab/files.js';
import type { Energy } from '../../src/messages/energy.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { asSet } from '../agreement/problems.js';
import { type Description, relax } from '../reference/index.js';
import { here } from './here.js';
import type { Ended } from './run.js';
import { jsonFile, tensor, tensorFile } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const description: Description & { init: object } = {
  input: [3],
  layers: [
    { type: 'dense', units: 4, activation: 'tanh' },
    { type: 'dense', units: 4, activation: 'sigmoid' },
    { type: 'dense', units: 2, activation: 'linear' },
  ],
  loss: 'mse',
  init: { weight: { type: 'normal', sd: 0.8 } },
};
const network = jsonFile(folder, 'net.json', description);
const input = [
  [0.25, -1, 0.5],
  [1, 2, -3],
];
const target = [
  [1, 0],
  [0, 1],
];
const taught = tensorFile(folder, 'taught.safetensors', [
  ['input', tensor([2, 3], input.flat())],
  ['target', tensor([2, 2], target.flat())],
]);
const untaught = tensorFile(folder, 'untaught.safetensors', [['input', tensor([2, 3], input.flat())]]);
const relaxation = ['--steps', '20', '--step-size', '0.25'];

interface Simulation {
  readonly ended: Ended;
  readonly out: string;
  readonly messages: Record<string, unknown>[];
  readonly summary: {
    readonly outputs: object;
    readonly messages: number;
    readonly loss: number | null;
    readonly energy: Energy;
  };
}

async function simulate(name: string, file: string, ...options: string[]): Promise<Simulation> {
  const out = join(folder, name);
  const ended = await here(['simulate', network, '--input', file, '--out', out, '--json', ...options]);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  return {
    ended,
    out,
    messages: readJsonLines(join(out, 'messages.jsonl')),
    summary: JSON.parse(ended.stdout),
  };
}

let plain: Simulation;
let more: Simulation;
let late: Simulation;
let silent: Simulation;
beforeAll(async () => {
  const everyone = [
    'input',
    'layers.0',
    'layers.0.weight',
    'layers.1',
    'layers.1.weight',
    'layers.2',
    'layers.2.weight',
  ];
  [plain, more, late, silent] = await Promise.all([
    simulate('plain', taught, '--sample', '1', ...relaxation),
    simulate('more', taught, '--sample', '1', ...relaxation, '--record', ...everyone),
    simulate(
      'late',
      taught,
      '--sample',
      '1',
      ...relaxation,
      '--delay',
      '0.5',
      '--record',
      'input',
      'layers.0',
      'layers.1',
      'layers.2',
    ),
    simulate('silent', untaught, '--sample', '1'),
  ]);
});

const wantKeys = ['time', 'source', 'target', 'kind', 'value'];
const times = (messages: Simulation['messages']) => messages.map(({ time }) => Number(time));
const sources = ({ messages }: Simulation) => new Set(messages.map(({ source }) => String(source)));
const neuron = /^layers\.\d\[\d\]$/;

describe('simulate', () => {
  it('writes the messages and the two pictures', () => {
    expect(Object.keys(contents(plain.out))).toEqual(['messages.jsonl', 'raster.svg', 'relaxation.svg']);
    for (const picture of ['relaxation.svg', 'raster.svg']) {
      expect(readFileSync(join(plain.out, picture), 'utf8')).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
    }
  });

  it.each(['plain', 'more', 'late', 'silent'] as const)(
    'writes time, source, target, kind and value: %s',
    (which) => {
      const { messages, summary } = { plain, more, late, silent }[which];
      expect(messages).toHaveLength(summary.messages);
      const keys = messages.map((message) =>
        Object.keys(message).filter((key) => !['term', 'path', 'values'].includes(key)),
      );
      expect(keys.filter((names) => names.join() !== wantKeys.join())).toEqual([]);
      expect(messages.filter(({ value }) => typeof value !== 'number')).toEqual([]);
      expect(times(messages)).toEqual([...times(messages)].sort((a, b) => a - b));
    },
  );

  it('listens to all inputs and neurons unless told otherwise, and logs what is counted', () => {
    const names = { input: 3, 'layers.0': 4, 'layers.1': 4, 'layers.2': 2 };
    const all = Object.entries(names).flatMap(([name, units]) =>
      Array.from({ length: units }, (_, k) => `${name}[${k}]`),
    );
    expect(sources(plain)).toEqual(new Set(all));
    const { up, down, teaching } = plain.summary.energy.messages;
    expect(plain.messages).toHaveLength(up + down + teaching);
  });

  it('gives what the reference gives, of the sample that was asked for', () => {
    const parameters = asSet(initialParameters(parseNetwork(description), 1));
    const one = { inputs: { input: [input[1]] }, targets: { 'layers.2': [target[1]] } };
    const options = { steps: 20, stepSize: 0.25, schedule: 'synchronous', record: true } as const;
    const want = relax(description, parameters, one, options);
    expect(plain.summary.loss).toBeCloseTo(want.loss, 12);
    const said = (kind: string, source: string) =>
      plain.messages
        .filter((message) => message.kind === kind && message.source === source)
        .map((m) => Number(m.value));
    for (const [unit, rest] of want.activity['layers.0'][0].entries()) {
      const [rate] = said('up.rate', `layers.0[${unit}]`);
      // What teaches the synapses of a tanh neuron is its slope times the activity where it came to rest.
      expect(said('learn', `layers.0[${unit}]`)).toEqual([expect.closeTo((1 - rate ** 2) * rest, 12)]);
    }
  });

  it('hears more when more is recorded, and changes nothing by it', () => {
    expect(more.summary.outputs).toEqual(plain.summary.outputs);
    const ofNeurons = ({ messages }: Simulation) =>
      messages.filter(({ source }) => neuron.test(String(source)));
    expect(ofNeurons(more)).toEqual(ofNeurons(plain));
    const synapses = 4 * 3 + 4 * 4 + 2 * 4;
    expect([...sources(more)].filter((source) => source.includes('.weight['))).toHaveLength(synapses);
    expect(sources(more)).toContain('input[2]');
  });

  it('sweeps forward only, and draws no activities, where there is no target', () => {
    expect(Object.keys(contents(silent.out))).toEqual(['messages.jsonl', 'raster.svg']);
    expect(new Set(silent.messages.map(({ kind }) => kind))).toEqual(new Set(['up.rate']));
    expect(silent.messages).toHaveLength(3 + 4 + 4);
    expect(silent.summary).toMatchObject({ loss: null, outputs: plain.summary.outputs });
  });

  it('has a delay put off each layer by one more, and the answer stay the same', () => {
    const first = (which: string) =>
      late.messages.find(({ source }) => String(source).startsWith(which))?.time;
    expect(['input', 'layers.0', 'layers.1'].map(first)).toEqual([0, 0.5, 1]);
    expect(late.summary.outputs).toEqual(plain.summary.outputs);
    expect(late.summary.loss).toBe(plain.summary.loss);
  });

  it('records ranges, single neurons and synapses, and nobody twice', async () => {
    const chosen = ['layers.0[1-2]', 'layers.0[2]', 'layers.2.weight[1,3]', 'layers.1.weight[0]'];
    const some = await simulate('some', taught, '--steps', '1', '--record', ...chosen);
    const row = [0, 1, 2, 3].map((i) => `layers.1.weight[0,${i}]`);
    expect(sources(some)).toEqual(new Set(['layers.0[1]', 'layers.0[2]', 'layers.2.weight[1,3]', ...row]));
    const lines = some.messages
      .filter(({ source }) => String(source).startsWith('layers.0'))
      .map(({ time, source, kind }) => `${time} ${source} ${kind}`);
    expect(lines.filter((line) => line.endsWith('up.rate'))).toEqual([
      '0 layers.0[1] up.rate',
      '0 layers.0[2] up.rate',
    ]);
  });
});
