import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJsonLines } from '../../src/lab/files.js';
import { readSafetensors } from '../../src/lab/safetensors/index.js';
import type { Energy } from '../../src/messages/energy.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { asSet } from '../agreement/problems.js';
import { deviation, type LayeredDescription, predictiveCoding } from '../reference/index.js';
import { here } from './here.js';
import type { Ended } from './run.js';
import { jsonFile, tensor, tensorFile } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const description: LayeredDescription & { init: object } = {
  input: [2],
  layers: [
    { type: 'dense', units: 3, activation: 'tanh' },
    { type: 'dense', units: 2, activation: 'linear' },
  ],
  loss: 'mse',
  init: { weight: { type: 'normal', sd: 0.8 } },
};
const network = jsonFile(folder, 'net.json', description);
const sample = { inputs: { input: [[0.25, -1]] }, targets: { 'layers.1': [[1, 0]] } };
const taught = tensorFile(folder, 'taught', [
  ['input', tensor([1, 2], [0.25, -1])],
  ['target', tensor([1, 2], [1, 0])],
]);
const untaught = tensorFile(folder, 'untaught', [['input', tensor([1, 2], [0.25, -1])]]);
const pc = '--rule pc --steps 4 --step-size 0.25'.split(' ');

interface Summary {
  readonly messages: number;
  readonly loss: number;
  readonly energy: Energy;
  readonly outputs: object;
}

const at = (name: string) => join(folder, name);

function simulate(name: string, ...options: readonly string[]): Promise<Ended> {
  return here(['simulate', ...options, '--out', at(name), '--json']);
}

function summaryOf({ code, stdout, stderr }: Ended): Summary {
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

const logOf = (name: string) => readJsonLines(join(at(name), 'messages.jsonl')) as Record<string, unknown>[];

let whole: Summary;
let rest: Summary;
beforeAll(async () => {
  const more = ['--record-activity', 'layers.0', 'layers.1.e[1]', '--every', '0.25'];
  const saving = ['--save-at', '0.5', at('saved')];
  whole = summaryOf(await simulate('whole', network, '--input', taught, ...pc, ...more, ...saving));
  rest = summaryOf(await simulate('rest', '--restore', at('saved'), '--grain', 'arbor'));
});

describe.concurrent('simulate by a rule in phases', () => {
  it('goes on with what was saved in continuous time', async () => {
    const frozen = '--rule pc --predictions frozen --duration 2'.split(' ');
    const first = await simulate(
      'moved',
      network,
      '--input',
      taught,
      ...frozen,
      '--save-at',
      '0.9',
      at('moving'),
    );
    const { loss, outputs, energy } = summaryOf(first);
    const later = summaryOf(await simulate('moved-on', '--restore', at('moving')));
    expect(later).toMatchObject({ loss, outputs, energy, messages: 5 });
    expect(logOf('moved-on')).toEqual(logOf('moved').slice(-5));
  });

  it('writes what was said, as often as it counts, and pictures', () => {
    expect(Object.keys(contents(at('whole')))).toEqual([
      ...['activity.safetensors', 'activity.svg', 'messages.jsonl', 'raster.svg', 'relaxation.svg'],
    ]);
    const { up, down, teaching } = whole.energy.messages;
    // A sweep, and five times their talk: 3 hidden neurons up and 2 outputs down; 2 inputs, which stay, in the sweep alone; 5 are taught.
    expect({ up, down, teaching }).toEqual({ up: 6 * 3 + 2, down: 5 * 2, teaching: 5 });
    expect(logOf('whole')).toHaveLength(up + down + teaching);
    expect(new Set(logOf('whole').map(({ kind }) => kind))).toEqual(new Set(['up.v', 'down.e', 'learn']));
  });

  it('records every state at every time: the course of the reference', () => {
    const { tensors, metadata } = readSafetensors(join(at('whole'), 'activity.safetensors'));
    const actors = JSON.parse(metadata.actors) as string[];
    const values = tensors.get('activity')!;
    expect(values.shape).toEqual([5, actors.length]);
    expect([...tensors.get('time')!.data]).toEqual([0, 0.25, 0.5, 0.75, 1]);
    const options = {
      convention: 'post-activation',
      predictions: 'current',
      plasticity: 'equilibrium',
    } as const;
    const want = predictiveCoding(
      description,
      asSet(initialParameters(parseNetwork(description), 1)),
      sample,
      {
        ...options,
        ...{ outputVariance: 1, steps: 4, stepSize: 0.25, learningRate: 1 },
      },
    );
    const wanted = want.course.relax.map((frame) => [...frame['layers.0.v'][0], frame['layers.1.e'][0][1]]);
    const places = [0, 1, 2].map((unit) => actors.indexOf(`layers.0.v[${unit}]`));
    const all = [...places, actors.indexOf('layers.1.e[1]')];
    const got = wanted.map((_, row) => all.map((place) => Number(values.data[row * actors.length + place])));
    expect(deviation({ got: got.flat() }, { got: wanted.flat() }, 1e-300)).toBeLessThan(1e-12);
  });

  it('goes on where it was saved, at another grain, as if it had never stopped', () => {
    expect(rest).toMatchObject({ loss: whole.loss, outputs: whole.outputs, energy: whole.energy });
    const later = logOf('whole').filter(({ time }) => Number(time) > 0.5);
    expect(logOf('rest')).toEqual(later);
  });

  it('replays its log to the same end, and refuses that of another simulation', async () => {
    const log = ['--replay', join(at('whole'), 'messages.jsonl')];
    const again = await simulate('again', network, '--input', taught, ...pc, ...log);
    expect(summaryOf(again)).toMatchObject({
      loss: whole.loss,
      outputs: whole.outputs,
      energy: whole.energy,
    });
    expect(logOf('again')).toEqual(logOf('whole'));
    const other = await simulate('other', network, '--input', taught, ...pc, ...log, '--step-size', '0.5');
    expect(other.stderr).toMatch(
      /messages.jsonl:\d+: got up.v of .* at 0.25 tau, expected up.v of .* at 0.5 tau/,
    );
  });

  it('answers without a target, and says less on change', async () => {
    const [silent, seldom] = await Promise.all([
      simulate('silent', network, '--input', untaught, '--rule', 'fa', '--grain', 'arbor'),
      simulate('seldom', network, '--input', taught, ...pc, '--messages', 'threshold', '--quantum', '0.05'),
    ]);
    expect(summaryOf(silent)).toMatchObject({ loss: null, messages: 5 });
    const { energy } = summaryOf(seldom);
    expect(energy.messages.up).toBeLessThan(whole.energy.messages.up);
    expect(energy.messages.teaching).toBe(5);
  });

  it('records what draws states, and states until all are silent', async () => {
    const seldom = [
      '--rule',
      'pc',
      '--predictions',
      'frozen',
      '--messages',
      'threshold',
      '--quantum',
      '0.02',
    ];
    const names = ['--record-drive', 'layers.0', '--record-activity', 'layers.0.v'];
    summaryOf(await simulate('drawn', network, '--input', taught, ...seldom, ...names));
    const [drive, activity] = ['drive', 'activity'].map((what) => {
      const { tensors, metadata } = readSafetensors(join(at('drawn'), `${what}.safetensors`));
      expect(JSON.parse(metadata.actors)).toEqual([0, 1, 2].map((unit) => `layers.0.v[${unit}]`));
      return Array.from(tensors.get(what)!.data, Number);
    });
    // dv/dt = apical.e - (v - prediction): outputs hold still, so v goes where it is drawn.
    expect(drive).toHaveLength(2 * 3);
    expect(activity.slice(-3)).toEqual(drive.slice(-3));
    expect(activity.slice(-3)).not.toEqual(activity.slice(0, 3));
  });

  it('records weights that move meanwhile', async () => {
    const during = [
      '--plasticity',
      'continuous',
      '--learning-rate',
      '0.1',
      '--record-weight',
      'layers.1.weight[0]',
    ];
    summaryOf(await simulate('weights', network, '--input', taught, ...pc, ...during));
    const { tensors } = readSafetensors(join(at('weights'), 'weight.safetensors'));
    expect([...tensors.get('time')!.data]).toEqual(
      [0.25, 0.5, 0.75, 1].flatMap((time) => [time, time, time]),
    );
    expect(new Set(Array.from(tensors.get('weight')!.data, Number)).size).toBe(12);
  });

  it.each([
    ['--rule bp', '--rule: got bp with command simulate'],
    ['--rule pc --messages trajectory', 'got messages trajectory with rule pc'],
    ['--rule pc --record-activity layers.0.x', 'selection: got "layers.0.x"'],
    ['--rule pc --every 0.03 --record-activity layers.0', '--every: got 0.03 with steps of 0.1'],
    ['--rule pc --record-drive layers.0.e', 'selection for drive: got "layers.0.e"'],
    ['--rule fa --learning-rate 1', '--learning-rate: got it with rule fa'],
  ])('%s is refused', async (options, text) => {
    const out = options.replace(/\W/g, '');
    const { code, stderr } = await simulate(out, network, '--input', taught, ...options.split(' '));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(text) });
  });
});
