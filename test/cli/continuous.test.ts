import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJsonLines } from '../../src/lab/files.js';
import { readSafetensors } from '../../src/lab/safetensors/index.js';
import { here } from './here.js';
import { expectRefusal, expectUsageError } from './refusal.js';
import { jsonFile, tensor, tensorFile, tensorsFor } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const layer = (units: number, activation: string) => ({ type: 'dense', units, activation });
const description = {
  input: [3],
  layers: [layer(8, 'tanh'), layer(7, 'sigmoid'), layer(6, 'tanh'), layer(2, 'linear')],
  loss: 'mse',
  init: { weight: { type: 'normal', sd: 0.8 } },
};
const network = jsonFile(folder, 'net.json', description);
const params = tensorFile(folder, 'params.safetensors', tensorsFor(description));
const batch = tensorFile(folder, 'batch.safetensors', [
  ['input', tensor([1, 3], [1, 2, -3])],
  ['target', tensor([1, 2], [1, -4])],
]);
const command = (name: string, input: string, out: string, options: string) => [
  ...[name, network, '--params', params, input, batch, '--out', join(folder, out)],
  ...['--json', ...options.split(' ')],
];
const relax = (out: string, options: string) =>
  command('relax', '--batch', out, `--engine events --quiet ${options}`);
const simulate = (out: string, options: string) => command('simulate', '--input', out, options);

async function run(args: readonly string[]): Promise<{ readonly messages: number; readonly loss: number }> {
  const { code, stdout, stderr } = await here(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

const activities = (out: string) =>
  [...readSafetensors(join(folder, out)).tensors].filter(([name]) => name.endsWith('.activity'));

function largestError(out: string): number {
  const exact = new Map(activities('exact'));
  const errors = activities(out).map(([name, { data }]) =>
    [...(data as Float64Array)].map((x, i) => Math.abs(x - Number(exact.get(name)!.data[i]))),
  );
  return Math.max(...errors.flat());
}

describe.concurrent('relax --messages threshold', () => {
  it('keeps a wanted error, also where quanta are annealed, which takes fewer messages', async () => {
    const [, coarse, wanted, annealed] = await Promise.all([
      run(relax('exact', '--solver equilibrium')),
      run(relax('coarse', '--messages threshold --quantum 0.1')),
      run(relax('wanted', '--messages threshold --error 0.001')),
      run(relax('annealed', '--messages threshold --error 0.001 --quantum 0.1 --anneal 1')),
    ]);
    expect(largestError('coarse')).toBeGreaterThan(0.001);
    expect(largestError('wanted')).toBeLessThanOrEqual(0.001);
    expect(largestError('annealed')).toBeLessThanOrEqual(0.001);
    expect(wanted.messages).toBeGreaterThan(coarse.messages);
    expect(annealed.messages).toBeLessThan(wanted.messages / 5);
  });

  it('takes relative quanta, and anneals to a smallest', async () => {
    const fine = '--messages threshold --quantum 0.0001';
    const [absolute, relative, annealed] = await Promise.all([
      run(relax('absolute', fine)),
      run(relax('relative', `${fine} --relative-quantum 0.1`)),
      run(relax('smallest', '--messages threshold --quantum 0.1 --anneal 1 --smallest-quantum 0.0001')),
    ]);
    expect(relative.messages).toBeLessThan(absolute.messages);
    expect(annealed.messages).toBeLessThan(absolute.messages);
  });

  it('is refused where it has no meaning', async () => {
    const options = '--messages threshold --error 0.1 --quantum 1';
    await expectRefusal({
      what: options,
      args: relax('never', options),
      says: ['--error', 'also --quantum'],
    });
  });
});

describe.concurrent('simulate --delay', () => {
  const log = (out: string) => readFileSync(join(folder, out, 'messages.jsonl'), 'utf8');
  const firstFrom = (out: string, node: string) =>
    readJsonLines(join(folder, out, 'messages.jsonl'))
      .filter(({ source, kind }) => String(source).startsWith(`${node}[`) && kind === 'up.rate')
      .map(({ time }) => Number(time));

  it('comes from a distribution, by the seed, and changes no answer', async () => {
    const delay = '--duration 50 --delay uniform:1,3';
    const runs = await Promise.all([
      run(simulate('prompt', '--duration 50')),
      run(simulate('late', delay)),
      run(simulate('again', delay)),
      run(simulate('other', `${delay} --seed 2`)),
    ]);
    for (const { loss } of runs) expect(loss).toBeCloseTo(runs[0].loss, 12);
    expect(log('again')).toBe(log('late'));
    expect(log('other')).not.toBe(log('late'));
    const times = firstFrom('late', 'layers.0');
    expect(new Set(times).size).toBe(8);
    for (const time of times) expect(time).toBeGreaterThan(1);
    for (const time of times) expect(time).toBeLessThan(3);
  });

  it('is told by node, and by distance', async () => {
    await run(simulate('nodes', '--delay layers.0=2;layers.1=distance:0.5,1'));
    expect(firstFrom('nodes', 'layers.0')).toEqual(Array(8).fill(2));
    // Each waits for the unit furthest away: from 1/14 to 15/16 and so on, at half a unit per tau, and one more.
    const at = (i: number, n: number) => (i + 0.5) / n;
    const want = [0, 1, 2, 3, 4, 5, 6].map(
      (post) => 3 + 2 * Math.max(at(7, 8) - at(post, 7), at(post, 7) - at(0, 8)),
    );
    const got = firstFrom('nodes', 'layers.1');
    for (const [i, time] of [...want].sort((a, b) => a - b).entries()) expect(got[i]).toBeCloseTo(time, 12);
    expect(firstFrom('nodes', 'layers.2')).toEqual(Array(6).fill(got[6]));
  });

  it('tells the syntax, and which nodes there are', async () => {
    const says = ['"uniform:3"', 'TAU, uniform:FROM,TO', 'distance:SPEED'];
    await Promise.all([
      expectUsageError({ what: 'no delay', args: simulate('never', '--delay uniform:3'), says }),
      expectRefusal({
        what: 'no node',
        args: simulate('never', '--delay layer.0=1'),
        says: ['"layer.0"', 'Try layers.0'],
      }),
    ]);
  });
});

describe.concurrent('simulate --cells', () => {
  const cells = (name: string, value: unknown) => `--cells ${jsonFile(folder, name, value)}`;
  const of = (out: string, node: string) =>
    readJsonLines(join(folder, out, 'messages.jsonl')).filter(
      ({ source, kind }) => source === node && kind === 'down.x',
    );

  it('makes neurons slow, noisy and dead, by the seed', async () => {
    const some = cells('cells.json', {
      'layers.0': { tau: { distribution: 'gamma', mean: 2, sd: 0.5 }, dead: [3] },
      'layers.2': { noise: { kind: 'ornstein-uhlenbeck', sd: 0.1, tau: 2 } },
    });
    const record = '--record layers.0 layers.2';
    await Promise.all([
      run(simulate('perfect', record)),
      run(simulate('cells', `${record} ${some}`)),
      run(simulate('cells-again', `${record} ${some}`)),
      run(simulate('cells-other', `${record} ${some} --seed 2`)),
    ]);
    const log = (out: string) => readFileSync(join(folder, out, 'messages.jsonl'), 'utf8');
    expect(log('cells-again')).toBe(log('cells'));
    expect(log('cells-other')).not.toBe(log('cells'));
    const spoken = (out: string) => of(out, 'layers.2[0]').map(({ value }) => Number(value));
    expect(spoken('cells')).toHaveLength(101);
    expect(spoken('cells')).not.toEqual(spoken('perfect'));
    const sources = readJsonLines(join(folder, 'cells', 'messages.jsonl')).map(({ source }) => source);
    expect(sources).toContain('layers.0[2]');
    expect(sources).not.toContain('layers.0[3]');
  });

  it('refuses a bad file', async () => {
    const bad = cells('bad.json', { 'layers.0': { tau: -1 } });
    await expectRefusal({
      what: 'bad',
      args: simulate('never', bad),
      says: ['bad.json.layers.0.tau', 'got -1'],
    });
  });

  it('refuses noise where there are no steps', async () => {
    const noisy = cells('noise.json', { 'layers.1': { noise: { kind: 'white', sd: 1 } } });
    const args = simulate('never', `${noisy} --duration 5`);
    await expectRefusal({
      what: 'noise',
      args,
      says: ['cells.layers.1.noise', 'got messages trajectory, expected steps'],
    });
  });
});
