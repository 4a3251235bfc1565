import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { supportLines } from '../../src/cli/commands/rules.js';
import { configurationOf } from '../../src/lab/configuration.js';
import { newRun } from '../../src/lab/runs/setup.js';
import { createSeeds } from '../../src/lab/seeds/create.js';
import { supportRows, supportTable } from '../../src/sim/support-rows.js';
import { workspace } from '../cli/workspace.js';

const none = 'no no no no';
const phases = {
  'batched train': 'yes no no no',
  ...{
    'batched relax': 'yes no no no',
    'batched simulate': none,
    'batched stream': none,
    'batched agree': 'yes no no no',
  },
  ...{ 'batched audit': 'yes no no no', 'events train': 'yes yes yes no', 'events relax': 'yes yes yes no' },
  'events simulate': 'yes yes yes no',
  ...{ 'events stream': none, 'events agree': 'yes no no no', 'events audit': 'yes no no no' },
};

/** Of rules that live with stimuli that come by themselves, as they are by default. */
const streams = { ...phases, 'events stream': 'yes no no no' };

/** Not said, sampled, threshold, trajectory. */
const pinned: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ar: {
    ...{ 'batched train': 'yes no no no', 'batched relax': 'yes no no no', 'batched simulate': none },
    ...{ 'batched stream': none, 'batched agree': 'yes no no no', 'batched audit': 'yes no no no' },
    ...{ 'events train': 'yes yes yes yes', 'events relax': 'yes yes yes yes' },
    ...{ 'events simulate': 'yes yes yes yes', 'events stream': 'yes no no no' },
    ...{ 'events agree': 'yes no no no', 'events audit': 'yes yes yes yes' },
  },
  bp: {
    ...phases,
    'batched relax': none,
    ...{
      'events train': none,
      'events relax': none,
      'batched agree': none,
      'events agree': none,
      'events simulate': none,
      'events audit': none,
    },
  },
  ...{ pc: phases, ep: phases, chl: phases, dfa: streams, fa: streams },
};

it('says what runs what, with a reason for every refusal', () => {
  const { rows, reasons } = supportTable();
  const [head, ...lines] = rows;
  expect(head).toEqual(['rule', 'engine', 'command', 'not said', 'sampled', 'threshold', 'trajectory']);
  const said: Record<string, Record<string, string>> = {};
  for (const [rule, engine, command, ...cells] of lines) {
    said[rule] ??= {};
    said[rule][`${engine} ${command}`] = cells.map((cell) => (cell === 'yes' ? cell : 'no')).join(' ');
    for (const cell of cells) if (cell !== 'yes') expect(reasons[Number(cell) - 1]).toMatch(/\w/);
  }
  expect(said).toEqual(pinned);
  expect(new Set(reasons).size).toBe(reasons.length);
});

it('names the formula for which neurons cannot tell where they will be, and the choice under which they can', () => {
  const refusals = supportRows().filter(
    ({ engine, command, messages }) =>
      engine === 'events' && command === 'relax' && messages === 'trajectory',
  );
  const of = (name: string) => refusals.find(({ rule }) => rule === name)!.refused;
  expect(of('pc')).toMatchObject({
    got: 'messages trajectory with rule pc: set prediction = f(add(basal.v, bias)) in phase relax',
    hint: 'predictions frozen',
  });
  expect(of('ep')!.got).toContain('set s = clip(s, 0, 1) in phase free');
  expect(of('fa')!.got).toContain('phases in which nothing moves');
  expect(supportLines().join('\n')).toContain('in phase relax is refused, but not with predictions frozen');
});

it('names the formula for which a rule cannot live with stimuli that just come, and the choice under which it can', () => {
  const of = (name: string) =>
    supportRows().find(
      ({ rule, engine, command }) => rule === name && engine === 'events' && command === 'stream',
    )!.refused;
  expect(of('pc')).toMatchObject({
    got: 'pc with command stream: set prediction = f(add(basal.v, bias)) in phase relax',
    hint: 'predictions frozen',
  });
  expect(of('ep')).toMatchObject({ hint: 'rule ar' });
});

it('names the choices under which no optimiser but sgd has a meaning', () => {
  const moving = supportLines().filter((line) => line.includes('optimiser'));
  expect(moving.map((line) => line.split(':')[0])).toEqual([
    ...['ar, plasticity continuous', 'pc, plasticity continuous'],
  ]);
});

it('a configuration in continuous time is read again as it was', () => {
  const frozen = { rule: 'pc', engine: 'events', ruleOptions: { predictions: 'frozen' } };
  for (const relaxation of [{ duration: 2 }, { duration: 2, ...ways.threshold }, ways.threshold]) {
    const configuration = configurationOf({ ...frozen, relaxation });
    expect(configurationOf(JSON.parse(JSON.stringify(configuration)))).toEqual(configuration);
  }
  const batched = { rule: 'pc', engine: 'batched', relaxation: { duration: 2 } };
  expect(() => configurationOf(batched)).toThrow(
    'configuration.relaxation.duration with rule pc: got set prediction = f(',
  );
  const { relaxation } = configurationOf({ ...batched, ruleOptions: frozen.ruleOptions });
  expect(relaxation).toMatchObject({ duration: 2, solver: 'auto' });
});

const ways = {
  sampled: { messages: 'sampled' },
  threshold: { messages: 'threshold', quantum: 0.1 },
  trajectory: { messages: 'trajectory', duration: 2 },
};

it('a configuration is refused where the table says so, and nowhere else', () => {
  for (const { rule, engine, command, messages, refused } of supportRows()) {
    if (command !== 'train') continue;
    const relaxation = messages === undefined ? {} : ways[messages];
    const work = () => configurationOf({ rule, engine, relaxation });
    const where = `${rule} ${engine} ${messages}`;
    if (!refused) expect(work, where).not.toThrow();
    else if (messages === undefined)
      expect(work, where).toThrow(`got ${refused.got}, expected ${refused.expected}`);
    else expect(work, where).toThrow(/got .*, expected /);
  }
});

describe('a network that a rule cannot have', () => {
  const folder = workspace();
  const networkOf = (loss: string, activation: string) => ({
    input: [64],
    layers: [{ type: 'dense', units: 10, activation }],
    loss,
  });
  const below = (activation: string) => ({
    input: [64],
    layers: [
      { type: 'dense', units: 5, activation },
      { type: 'dense', units: 10 },
    ],
    loss: 'mse',
  });
  const reluBelow = below('relu');
  const softmax = {
    inputs: { input: [64] },
    nodes: {
      h: { type: 'dense', units: 5, from: ['input'] },
      s: { builder: 'softmax', from: ['h'] },
      out: { type: 'dense', units: 10, from: ['s'] },
    },
    outputs: { out: { loss: 'mse' } },
  };
  const begin = async (rule: string, network: object, ruleOptions?: object) => {
    const configuration = configurationOf({
      data: 'none',
      rule,
      network,
      ...(ruleOptions && { ruleOptions }),
    });
    const started = [
      () => newRun(configuration, join(folder, 'run')),
      () => createSeeds([configuration], join(folder, 'seeds')),
    ];
    return Promise.all(started.map((start) => start().then(String, ({ message }: Error) => message)));
  };

  it.each([
    [
      'pc',
      networkOf('cross-entropy', 'linear'),
      {},
      /outputs\.layers\.0 with rule pc: got loss cross-entropy/,
    ],
    [
      'ep',
      networkOf('cross-entropy', 'linear'),
      {},
      /outputs\.layers\.0 with rule ep: got loss cross-entropy/,
    ],
    [
      'chl',
      networkOf('cross-entropy', 'linear'),
      {},
      /outputs\.layers\.0 with rule chl: got loss cross-entropy/,
    ],
    ['ep', reluBelow, {}, /nodes\.layers\.0 with rule ep: got activation relu, expected one whose f'\(0\)/],
    [
      'ep',
      below('square'),
      {},
      /nodes\.layers\.0 with rule ep: got activation square, expected one whose f'\(0\)/,
    ],
    [
      'ep',
      below('rsqrt'),
      {},
      /nodes\.layers\.0 with rule ep: got activation rsqrt, expected one whose f\(0\)/,
    ],
    [
      'chl',
      softmax,
      {},
      /nodes\.s\.total with rule chl: got activation reciprocal, expected one that is finite/,
    ],
    [
      ...(['pc', networkOf('mse', 'tanh'), { convention: 'pre-activation' }] as const),
      /with rule pc, convention pre-activation: got an output activation that is not linear/,
    ],
  ])('is refused by name before anything is loaded: %s', async (rule, network, options, message) => {
    for (const said of await begin(rule, network, options)) expect(said).toMatch(message);
  });

  it.each([
    ['fa', networkOf('cross-entropy', 'linear'), undefined],
    ['bp', networkOf('cross-entropy', 'linear'), undefined],
    ['pc', networkOf('mse', 'tanh'), {}],
    ['pc', reluBelow, {}],
    ['chl', networkOf('mse', 'sigmoid'), {}],
    ['chl', below('rsqrt'), {}],
    ['pc', softmax, {}],
    ['pc', networkOf('mse', 'linear'), { convention: 'pre-activation' }],
  ])('and what it can have is not: %s', async (rule, network, options) => {
    for (const said of await begin(rule, network, options)) expect(said).toMatch(/got "?none/);
  });
});
