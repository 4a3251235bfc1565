import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src/lab/safetensors/index.js';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { jsonFile, tensor, tensorFile, tensorsFor, tinyMnist, tinyNetwork } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const network = jsonFile(folder, 'net.json', tinyNetwork);
const params = tensorFile(folder, 'params.safetensors', tensorsFor(tinyNetwork));
const batch = tensorFile(folder, 'batch.safetensors', [
  [
    'input',
    tensor(
      [1, 16],
      Array.from({ length: 16 }, (_, i) => Math.sin(i)),
    ),
  ],
  ['target', tensor([1, 10], Array(10).fill(0.1))],
]);
const relax = (out: string, options: string) => [
  ...['relax', network, '--params', params, '--batch', batch, '--out', join(folder, out)],
  ...['--engine', 'events', '--quiet', '--json', ...options.split(' ')],
];

describe.concurrent('simulate over wires that are not perfect', () => {
  const simulate = (out: string, options: string) => [
    ...['simulate', network, '--params', params, '--input', batch, '--out', join(folder, out)],
    ...['--duration', '200', '--json', ...options.split(' ')],
  ];

  it('says the same in the end, and the same every time under one seed', async () => {
    const rough = '--loss 0.3 --retransmit 2 --duplicate 0.2 --jitter 5';
    const runs = [rough, rough, `${rough} --seed 2`, '--delay 0'];
    const ended = await Promise.all(runs.map((options, i) => here(simulate(`wires-${i}`, options))));
    for (const { code, stderr } of ended) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const logs = runs.map((_, i) => readFileSync(join(folder, `wires-${i}`, 'messages.jsonl'), 'utf8'));
    expect(logs[1]).toBe(logs[0]);
    expect(logs[2]).not.toBe(logs[0]);
    const losses = ended.map(({ stdout }) => JSON.parse(stdout).loss);
    for (const loss of losses) expect(loss).toBeCloseTo(losses[3], 12);
  });

  it.each([
    ['--loss 1', ['wires.loss', 'got 1,']],
    ['--retransmit 2', ['--retransmit', 'no --loss']],
  ])('refuses %s', async (options, says) => {
    await expectRefusal({ what: options, args: simulate('no-wires', options), says });
  });
});

describe.concurrent('--messages threshold', () => {
  it('says how often neurons spoke, and with --flush ends at the gradients', async () => {
    const ended = await Promise.all([
      here(relax('flushed', '--messages threshold --quantum layers.0=0.1 --flush')),
      here(relax('exact', '--solver equilibrium')),
    ]);
    for (const { code, stderr } of ended) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // Ten outputs say their error at first, and once more in the end; nobody hears the hidden layer.
    expect(JSON.parse(ended[0].stdout).messages).toBe(20);
    const [flushed, exact] = ['flushed', 'exact'].map((name) => readSafetensors(join(folder, name)).tensors);
    expect([...flushed.keys()]).toEqual([...exact.keys()]);
    for (const [name, { data }] of exact) {
      const got = flushed.get(name)!.data as Float64Array;
      for (const [i, want] of (data as Float64Array).entries()) expect(got[i]).toBeCloseTo(want, 12);
    }
  });

  it('trains on the event engine, and keeps its settings', async () => {
    const directory = join(folder, 'run');
    const options = '--engine events --grain arbor --messages threshold --quantum 0.001 --epochs 1 --quiet';
    const { code, stderr } = await here(['train', network, '--out', directory, ...options.split(' ')], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { relaxation } = JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8'));
    expect(relaxation).toMatchObject({ messages: 'threshold', quantum: 0.001 });
  });

  it.each([
    ['--messages threshold', ['quantum', 'got none']],
    ['--messages threshold --quantum 0', ['quantum', 'got 0,', 'above 0']],
    ['--messages threshold --quantum layer.0=1', ['"layer.0"', 'Try layers.0']],
    ['--messages threshold --quantum 0.1 --derivative current', ['threshold messages', 'not linear']],
    ['--messages threshold --quantum 0.1 --engine batched', ['--messages', 'only the event engine']],
    ['--messages treshold --quantum 0.1', ['"treshold"', 'Try "threshold"']],
    ['--quantum 0.1', ['quantum', 'expected messages threshold']],
  ])('is refused where it has no meaning: %s', async (options, says) => {
    await expectRefusal({ what: options, args: relax('never', options), says });
  });
});
