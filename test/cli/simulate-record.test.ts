import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src/lab/safetensors/index.js';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { jsonFile, tensor, tensorFile } from './tiny.js';
import { bytesOf, contents, workspace } from './workspace.js';

const folder = workspace();
const layer = (units: number) => ({ type: 'dense', units, activation: 'tanh' });
const network = jsonFile(folder, 'net.json', { input: [3], layers: [layer(4), layer(2)], loss: 'mse' });
const input = tensorFile(folder, 'input.safetensors', [
  ['input', tensor([1, 3], [0.25, -1, 0.5])],
  ['target', tensor([1, 2], [1, 0])],
]);
const steps = ['--steps', '8', '--step-size', '0.25'];
const wires = [
  '--delay',
  '0.1',
  '--loss',
  '0.2',
  '--retransmit',
  '0.3',
  '--jitter',
  '0.2',
  '--duplicate',
  '0.1',
];
const base = (...options: string[]) => ['simulate', network, '--input', input, ...options];

async function simulate(name: string, ...options: string[]) {
  const out = join(folder, name);
  const ended = await here([...base(...options), '--out', out, '--json']);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const read = (quantity: string) => readSafetensors(join(out, `${quantity}.safetensors`));
  return { out, read, summary: JSON.parse(ended.stdout) };
}

type Simulation = Awaited<ReturnType<typeof simulate>>;
let plain: Simulation;
let watched: Simulation;
let changes: Simulation;
let learning: Simulation;
beforeAll(async () => {
  const all = ['--record-activity', 'input', 'layers.0', '--record-drive', 'layers.0', '--record-weight'];
  [plain, watched, changes, learning] = await Promise.all([
    simulate('plain', ...steps, ...wires),
    simulate('watched', ...steps, ...wires, ...all, 'layers.0.weight', '--every', '0.5'),
    simulate('changes', ...steps, '--record-drive', 'layers.0[1]', 'layers.0[2-3]'),
    simulate(
      'learning',
      ...steps,
      ...['--plasticity', 'continuous', '--learning-rate', '0.1', '--record-weight', 'layers.1.weight[0]'],
    ),
  ]);
});

describe('simulate', () => {
  it('records quantities of actors at given times', () => {
    const names = ['activity', 'drive', 'weight'];
    for (const name of names) expect(Object.keys(contents(watched.out))).toContain(`${name}.svg`);
    // What everybody did has a plot of its own, recorded or not.
    expect(contents(watched.out)['relaxation.svg']).toEqual(contents(plain.out)['relaxation.svg']);
    const { tensors, metadata } = watched.read('activity');
    const time = [...tensors.get('time')!.data].map(Number);
    expect(time.slice(0, 5)).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(JSON.parse(metadata.actors)).toEqual([
      ...[0, 1, 2].map((i) => `input[${i}]`),
      ...[0, 1, 2, 3].map((i) => `layers.0[${i}]`),
    ]);
    const activity = tensors.get('activity')!;
    expect(activity).toMatchObject({ dtype: 'F64', shape: [time.length, 7] });
    expect([...activity.data.subarray(0, 3)]).toEqual([0.25, -1, 0.5]);
    expect(watched.read('drive').tensors.get('drive')?.shape).toEqual([time.length, 4]);
    expect(watched.read('weight').tensors.get('weight')?.shape).toEqual([time.length, 12]);
    const rows = watched.summary.recorded;
    expect(rows[join(watched.out, 'activity.safetensors')]).toBe(time.length);
  });

  it('changes no bit of what is said by recording, over unreliable wires', () => {
    expect(bytesOf(join(watched.out, 'messages.jsonl'))).toBe(bytesOf(join(plain.out, 'messages.jsonl')));
    const { outputs, loss, energy, messages } = plain.summary;
    expect(watched.summary).toMatchObject({ outputs, loss, energy, messages });
    expect(plain.summary.recorded).toEqual({});
  });

  it('records changes where no times are given', () => {
    const { tensors, metadata } = changes.read('drive');
    expect(JSON.parse(metadata.actors)).toEqual(['layers.0[1]', 'layers.0[2]', 'layers.0[3]']);
    const at = (k: number) => 0.25 * (1 + Math.floor(k / 3));
    const each = Array.from({ length: 8 * 3 }, (_, k) => k);
    expect([...tensors.get('time')!.data]).toEqual(each.map(at));
    expect([...tensors.get('actor')!.data]).toEqual(each.map((k) => k % 3));
  });

  it('records weights that move during the relaxation', () => {
    const { tensors } = learning.read('weight');
    const weights = [...tensors.get('weight')!.data].map(Number);
    expect(weights).toHaveLength(8 * 4);
    // Every step moves them, by what the clamped error and the stored activities say: always by as much.
    const steps = Array.from({ length: 7 }, (_, k) => weights[4 * (k + 1)] - weights[4 * k]);
    expect(Math.abs(steps[0])).toBeGreaterThan(1e-6);
    for (const step of steps) expect(step).toBeCloseTo(steps[0], 12);
    expect(readFileSync(join(learning.out, 'weight.svg'), 'utf8')).toContain('weight of layers.1.weight');
  });

  it('tells what the presentation cost', async () => {
    // Steps with 3 inputs, 4 hidden neurons and 2 outputs, which say their errors once: nobody hears the hidden ones.
    expect(changes.summary.energy).toEqual({
      messages: { up: 3 + 4, down: 2, teaching: 4 + 2 },
      operations: { up: 12 + 8, down: 8, teaching: 12 + 8 },
    });
    expect(plain.summary.energy.operations.up).toBeGreaterThan(20);
    const told = await here([...base(...steps), '--out', join(folder, 'told')]);
    expect(told.stdout).toContain(
      'per presentation 15 messages (7 up, 2 down, 6 teaching), 48 synaptic operations (20 up, 8 down, 20 teaching)',
    );
  });
});

describe.concurrent('simulate refuses', () => {
  it.each([
    ['times without anything to record', ['--every', '1'], ['--every', 'Try --record-activity NAME.']],

    ['weights of neurons', ['--record-weight', 'layers.0'], ['selection for weight', 'NAME.weight']],
    ['drives of inputs', ['--record-drive', 'input'], ['selection for drive', 'expected neurons']],
    ['a name that is not there', ['--record-activity', 'layer.0'], ['"layer.0"', 'Try layers.0.']],
    ['weights that nobody sees move', ['--plasticity', 'continuous'], ['--record-weight']],
    ['a learning rate of nothing', ['--learning-rate', '1'], ['--learning-rate', '--plasticity continuous']],
  ])('%s', async (what, options, says) => {
    // A folder of its own: before a refusal there may be files in it for a moment.
    const out = join(folder, 'refused', what);
    await expectRefusal({ what, args: [...base(...options), '--out', out], says });
  });
});
