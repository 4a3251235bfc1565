import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findPeer } from '../../../bench/python.js';
import { type CompareOptions, compared } from '../../../src/lab/compare/comparison.js';
import { findRuns } from '../../../src/lab/compare/find.js';
import { summaryOf } from '../../../src/lab/compare/summary.js';
import { paired } from '../../math/scipy.js';
import { made } from './made.js';

const folder = mkdtempSync(join(tmpdir(), 'relaxon-compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: string[]) => join(folder, ...names);
const compare = (paths: readonly string[], options?: CompareOptions) => compared(findRuns(paths), options);

describe('groups', () => {
  for (const [i, learningRate] of [0.1, 0.2].entries()) {
    for (const seed of [1, 2, 10]) {
      const accuracy = 0.5 + 0.1 * i + 0.01 * seed;
      made(at('rates', `${learningRate}-${seed}`), { configuration: { learningRate }, seed, accuracy });
    }
  }

  it('are of runs that differ in the seed only, in the order of their folders', () => {
    const { results, columns } = compare([at('rates')]);
    expect(columns).toEqual(['learningRate']);
    expect(results.map(({ group }) => [group.letter, group.name])).toEqual([
      ['A', 'learningRate 0.1'],
      ['B', 'learningRate 0.2'],
    ]);
    expect(results[0].group.runs.map(({ seed }) => seed)).toEqual([1, 2, 10]);
    expect(results[1].contrast).toMatchObject({ against: 'A', n: 3, p: null, sd: 0 });
    expect(results[1].contrast!.mean).toBeCloseTo(0.1, 12);
  });

  it('are the same however runs are named, and each run counts once', () => {
    const whole = summaryOf(compare([at('rates')]));
    expect(summaryOf(compare([at('rates', '*')]))).toEqual(whole);
    expect(summaryOf(compare([at('**', '0.[12]-*')]))).toEqual(whole);
    expect(summaryOf(compare([at('rates', '{0.1,0.2}-?'), at('rates', '*-10'), at('rates')]))).toMatchObject({
      groups: [{ n: 3 }, { n: 3 }],
    });
    expect(compare([at('rates', '0.1-1')]).results).toHaveLength(1);
  });

  it('by fewer settings pair runs by what varies within them, and say so', () => {
    for (const rule of ['ar', 'bp']) {
      for (const learningRate of [0.1, 0.2]) {
        for (const seed of [1, 2]) {
          const accuracy = 0.5 + learningRate + 0.01 * seed + (rule === 'bp' ? 0.001 * seed : 0);
          made(at('by', `${rule}-${learningRate}-${seed}`), {
            configuration: { rule, learningRate },
            ...{ seed, accuracy },
          });
        }
      }
    }
    const { results, notes } = compare([at('by')], { by: ['rule'] });
    expect(results.map(({ group }) => group.name)).toEqual(['ar', 'bp']);
    expect(results[1].contrast).toMatchObject({ n: 4 });
    // 1, 2, 1, 2 thousandths.
    expect(results[1].contrast!.mean).toBeCloseTo(0.0015, 12);
    expect(notes).toEqual([expect.stringContaining('different learningRate (0.1, 0.2)')]);
    expect(compare([at('by')], { by: ['rule', 'learningRate'] }).results).toHaveLength(4);
  });

  it('leave out what a rule has no use for, and what changes no number', () => {
    made(at('void', 'a'), { configuration: { rule: 'bp', logEvery: 7, checkpointEvery: 3 }, accuracy: 0.5 });
    made(at('void', 'b'), { configuration: { rule: 'bp' }, accuracy: 0.5, seed: 2 });
    made(at('void', 'c'), { configuration: { rule: 'ar' }, accuracy: 0.5, seed: 2 });
    const { results, columns } = compare([at('void')]);
    expect(columns).toEqual(['rule']);
    expect(results.map(({ n }) => n)).toEqual([2, 1]);
  });

  it('tell networks apart', () => {
    const layers = [{ type: 'dense', units: 2, activation: 'linear' }];
    const net = (activation: string) => ({
      input: [4],
      layers: [{ type: 'dense', units: 3, activation }, ...layers],
    });
    for (const [i, network] of [net('relu'), net('tanh'), { input: [4], layers }].entries())
      made(at('nets', `${i}`), { configuration: { network }, accuracy: 0.5 });
    const names = compare([at('nets')]).results.map(({ group }) => group.name);
    expect(new Set(names).size).toBe(3);
    expect(names[2]).toBe('4-2');
    expect(names[0]).toMatch(/^4-3-2 #[\da-f]{8}$/);
  });
});

describe('what is said', () => {
  it('of runs that did not finish: they are counted, and in no mean', () => {
    made(at('odd', '1'), { accuracy: 0.5 });
    made(at('odd', '2'), { accuracy: 0.7, seed: 2 });
    made(at('odd', '3'), { accuracy: 0.1, seed: 3, state: 'interrupted' });
    made(at('odd', '4'), { accuracy: 0.1, seed: 4, state: 'none' });
    made(at('odd', '5'), { accuracy: 0.1, seed: 5, state: 'diverged' });
    const { results, notes } = compare([at('odd')]);
    expect(results[0].estimate).toMatchObject({ n: 2, mean: 0.6 });
    expect(results[0].unfinished.map(({ state }) => state)).toEqual(['interrupted', 'not begun', 'diverged']);
    expect(notes[0]).toBe('3 of 5 runs did not finish, and are in no mean:');
    expect(notes[1]).toContain('A, seed 3: interrupted at step 20, after 0 epochs');
  });

  it('of other data and other sizes of a test; differences stay within a data set', () => {
    for (const [name, checksum] of [
      ['here', 'aa'],
      ['there', 'bb'],
    ] as const)
      for (const rule of ['ar', 'bp'])
        made(at('data', `${name}-${rule}`), {
          ...{ configuration: { rule }, checksum, accuracy: 0.5, samples: name === 'here' ? 100 : 50 },
        });
    const { results, notes, columns } = compare([at('data')]);
    // Both call themselves digits.
    expect(columns).toEqual(['rule', 'data sha256']);
    expect(results.map(({ contrast }) => contrast?.against)).toEqual([undefined, 'A', undefined, 'C']);
    expect(notes[0]).toContain('different data: A, B on digits (sha256 aa); C, D on digits (sha256 bb)');
    expect(notes[1]).toBe('different numbers of test samples: A, B on 100; C, D on 50.');
  });

  it('of one pair, of no pair, and of a seed that is there twice', () => {
    const rates = (name: string, learningRate: number, seed: number, accuracy: number) =>
      made(at('few', name), { configuration: { learningRate }, seed, accuracy });
    rates('a1', 0.1, 1, 0.5);
    rates('a2', 0.1, 1, 0.5);
    rates('b1', 0.2, 1, 0.75);
    rates('c1', 0.3, 9, 0.6);
    const { results, notes } = compare([at('few')]);
    expect(results[0].n).toBe(1);
    expect(results[1].contrast).toMatchObject({ n: 1, mean: 0.25, low: null, p: null });
    expect(notes).toEqual([
      expect.stringContaining('A has seed 1 more than once'),
      'B and A have one seed in common: no interval and no test with fewer than 2 pairs.',
      'C and A have no seed in common: no paired difference.',
    ]);
  });

  it('of targets that are no classes: they compare by loss', () => {
    made(at('loss', '1'), { loss: 0.25 });
    made(at('loss', '2'), { loss: 0.75, seed: 2 });
    const { metric, results } = compare([at('loss')]);
    expect(metric).toEqual({ key: 'test/loss', title: 'test loss' });
    expect(results[0].estimate!.mean).toBe(0.5);
    expect(compare([at('loss')], { metric: 'train/loss' }).results[0].estimate!.mean).toBeCloseTo(0.6, 12);
  });
});

/** Runs of two conditions with these accuracies. */
function pairsOf(name: string, a: readonly number[], b: readonly number[]): string {
  for (const [rule, values] of [
    ['bp', b],
    ['ar', a],
  ] as const)
    for (const [i, accuracy] of values.entries())
      made(at(name, `${rule}-${i}`), { configuration: { rule }, seed: i + 1, accuracy });
  return at(name);
}

describe('the paired difference', () => {
  it.each(paired.map((one, i) => ({ ...one, i })))("is SciPy's: sample $i", ({ a, b, i, ...expected }) => {
    const { contrast } = compare([pairsOf(`pairs-${i}`, a, b)], { baseline: 'rule=bp' }).results[0];
    for (const key of ['mean', 'sd', 'low', 'high', 't', 'p'] as const)
      expect(Math.abs(contrast![key]! - expected[key])).toBeLessThan(1e-6);
  });

  it('is that of the SciPy that is installed', ({ skip }) => {
    const scipy = findPeer('scipy');
    if ('reason' in scipy) return skip(scipy.reason);
    const a = [0.871, 0.902, 0.889, 0.913, 0.95, 0.874];
    const b = [0.866, 0.899, 0.893, 0.901, 0.931, 0.875];
    const program = `from scipy import stats; r = stats.ttest_rel(${JSON.stringify(a)}, ${JSON.stringify(b)}); c = r.confidence_interval(0.95); print([r.statistic.item(), r.pvalue.item(), c.low.item(), c.high.item()])`;
    const { stdout, stderr } = spawnSync(scipy.python, ['-c', program], { encoding: 'utf8' });
    const [t, p, low, high] = JSON.parse(stdout || `"${stderr}"`);
    const { contrast } = compare([pairsOf('live', a, b)], { baseline: 'rule=bp' }).results[0];
    for (const [key, value] of Object.entries({ t, p, low, high }))
      expect(Math.abs((contrast![key as 't'] as number) - value)).toBeLessThan(1e-6);
  });
});

it("gives experiment 2's own table from its results", () => {
  const results = join(import.meta.dirname, '../../../experiments/results/02-ar-and-backpropagation');
  const { results: rows } = compare([results], { baseline: 'rule=bp' });
  const round = (x: number | null) => Number(x!.toFixed(4));
  expect(rows.map(({ estimate }) => [estimate!.n, round(estimate!.mean), round(estimate!.sd)])).toEqual([
    [5, 0.9737, 0.0006],
    [5, 0.9735, 0.0003],
    [5, 0.8725, 0.0028],
    [5, 0.8726, 0.0035],
  ]);
  const contrasts = rows.flatMap(({ contrast }) => (contrast ? [contrast] : []));
  expect(contrasts.map(({ mean, low, high }) => [mean, low, high].map(round))).toEqual([
    [0.0002, -0.0005, 0.001],
    [-0.0001, -0.0041, 0.004],
  ]);
});
