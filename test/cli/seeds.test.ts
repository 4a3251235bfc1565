import { cpSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Ended, relaxon } from './run.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { bytesOf, contents, workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const network = jsonFile(folder, 'net.json', tinyNetwork);
const plain = '--batch-size 8 --epochs 2 --learning-rate 0.3 --checkpoint-every 4'.split(' ');
const settings = [...plain, '--steps', '20'];
const seeds = [4, 5, 6];
const path = (...names: string[]) => join(folder, ...names);
const json = (...names: string[]) => JSON.parse(readFileSync(path(...names), 'utf8'));
const train = (name: string, ...more: string[]) =>
  relaxon(['train', network, ...settings, ...more, '--out', path(name)], { env });
const trainBp = (name: string, ...more: string[]) =>
  relaxon(['train', network, ...plain, '--rule', 'bp', ...more, '--out', path(name)], { env });

let many: Ended;
beforeAll(async () => {
  const alone = seeds.map((seed) => train(`alone-${seed}`, '--seed', String(seed)));
  const ended = await Promise.all([train('many', '--seed', '4', '--seeds', '3', '--jobs', '2'), ...alone]);
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  [many] = ended;
});

/** What runs of one seed came to, from files that many seeds know nothing of. */
const scoresAlone = () =>
  seeds.map((seed) => {
    const { accuracy, loss } = json(`alone-${seed}`, 'evaluation.json');
    return { accuracy, loss };
  });

/** Mean and sample standard deviation, by the textbook. */
function moments(values: readonly number[]): [mean: number, sd: number] {
  const mean = values.reduce((a, b) => a + b) / values.length;
  const squares = values.map((value) => (value - mean) ** 2).reduce((a, b) => a + b);
  return [mean, Math.sqrt(squares / (values.length - 1))];
}

describe('--seeds trains a run for each seed', () => {
  it.each(seeds)('as train --seed %i alone does, byte for byte', (seed) => {
    for (const file of ['config.json', 'metrics.jsonl', 'checkpoint.safetensors', 'evaluation.json']) {
      expect(bytesOf(path('many', `seed-${seed}`, file)), file).toBe(bytesOf(path(`alone-${seed}`, file)));
    }
  });

  it('in a usual run directory each, and nothing else but what they have in common', () => {
    const names = Object.keys(contents(path('many'))).filter((name) => !name.includes('/'));
    expect(names).toEqual([
      'report.html',
      ...seeds.map((seed) => `seed-${seed}`),
      'seeds.json',
      'summary.json',
    ]);
    for (const seed of seeds) {
      const run = contents(path('many', `seed-${seed}`));
      expect(Object.keys(run)).toEqual(Object.keys(contents(path(`alone-${seed}`))));
      expect(json('many', `seed-${seed}`, 'provenance.json')).toMatchObject({ seed });
    }
  });

  it('and prints a table of all, their means and deviations', () => {
    const lines = many.stdout.trimEnd().split('\n');
    expect(lines[0].split(/ {2,}/)).toEqual(['seed', 'epochs', 'test accuracy', 'test loss', 'train loss']);
    const rows = lines.slice(1, 4).map((line) => line.trim().split(/ +/).slice(0, 4));
    expect(rows).toEqual(
      scoresAlone().map(({ accuracy, loss }, i) => [
        String(seeds[i]),
        '2',
        accuracy.toFixed(4),
        loss.toFixed(4),
      ]),
    );
    const shown = (values: number[]) =>
      moments(values)
        .map((value) => value.toFixed(4))
        .join(' ± ');
    const accuracy = shown(scoresAlone().map((run) => run.accuracy));
    const loss = shown(scoresAlone().map((run) => run.loss));
    expect(lines[4]).toMatch(`test accuracy ${accuracy}, test loss ${loss}, train loss `);
    expect(lines[4]).toContain('(mean ± standard deviation of 3 runs)');
    expect(lines[5]).toMatch(/^report .*report\.html$/);
    expect(lines).toHaveLength(6);
  });

  it('shows all of them as one, each line with its seed', () => {
    const { stderr } = many;
    expect(stderr).toMatch(/^training 16-6-10|^training 4x4-6-10 by ar with seeds 4-6, 2 at a time, in /m);
    for (const seed of seeds) {
      for (const epoch of [1, 2])
        expect(stderr).toMatch(new RegExp(`^seed ${seed} epoch ${epoch}: train loss`, 'm'));
    }
    expect(stderr).toMatch(/^ar: 720\/720 samples, /m);
    expect(stderr).not.toMatch(/^epoch /m);
    expect(stderr.match(/^backend /gm)).toHaveLength(1);
  });

  it('and writes what came of them', () => {
    const summary = json('many', 'summary.json');
    const [mean, sd] = moments(scoresAlone().map(({ accuracy }) => accuracy));
    expect(summary.seeds.map(({ accuracy }: { accuracy: number }) => accuracy)).toEqual(
      scoresAlone().map(({ accuracy }) => accuracy),
    );
    expect(summary.mean.accuracy).toBeCloseTo(mean, 12);
    expect(summary.sd.accuracy).toBeCloseTo(sd, 12);
    expect(summary.mean.testLoss).toBeCloseTo(moments(scoresAlone().map(({ loss }) => loss))[0], 12);
  });
});

describe('--json', () => {
  it('prints one object, the same as summary.json', async () => {
    const { code, stdout, stderr } = await trainBp('json', '--seeds', '2', '--json', '--quiet');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.indexOf('\n')).toBe(stdout.length - 1);
    const summary = JSON.parse(stdout);
    expect(summary).toEqual(json('json', 'summary.json'));
    expect(Object.keys(summary)).toEqual(['directory', 'rule', 'seeds', 'mean', 'sd']);
    expect(summary).toMatchObject({ directory: path('json'), rule: 'bp' });
    const [, last] = summary.seeds;
    expect(Object.keys(last)).toEqual(['seed', 'directory', 'epochs', 'trainLoss', 'accuracy', 'testLoss']);
    expect(last).toMatchObject({ seed: 2, directory: path('json', 'seed-2'), epochs: 2 });
  });

  it('has no deviation of a single run', async () => {
    const { code, stdout } = await train('one', '--seeds', '1', '--json', '--quiet');
    expect(code).toBe(0);
    const { seeds: runs, mean, sd } = JSON.parse(stdout);
    const [{ accuracy, testLoss, trainLoss }] = runs;
    expect({ mean, sd }).toEqual({ mean: { accuracy, testLoss, trainLoss }, sd: null });
  });
});

describe('--resume of many runs', () => {
  it('prints the same table again when all are finished, and trains nothing', async () => {
    const before = contents(path('many'));
    const { code, stdout, stderr } = await relaxon(['train', '--resume', path('many')], { env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: many.stdout });
    expect(stderr).toBe(
      `nothing is left to train: all 3 runs in ${path('many')} are finished; their results are those of then\n`,
    );
    expect(contents(path('many'))).toEqual(before);
  });

  it('takes all of them on to more epochs, as if they were to have them from the start', async () => {
    const more = ['--resume', path('json'), '--epochs', '3', '--jobs', '1', '--json', '--quiet'];
    const [raised, whole] = await Promise.all([
      relaxon(['train', ...more], { env }),
      trainBp('longer', '--seeds', '2', '--epochs', '3', '--json', '--quiet'),
    ]);
    expect([raised.code, whole.code]).toEqual([0, 0]);
    for (const file of ['config.json', 'metrics.jsonl', 'checkpoint.safetensors']) {
      for (const run of ['seed-1', 'seed-2']) {
        expect(bytesOf(path('json', run, file)), file).toBe(bytesOf(path('longer', run, file)));
      }
    }
    expect(JSON.parse(raised.stdout).mean).toEqual(JSON.parse(whole.stdout).mean);
  });
});

it('all go on with another rate as one does alone, and this is kept', async () => {
  cpSync(path('many'), path('rated'), { recursive: true });
  cpSync(path('many', 'seed-5'), path('rated-alone'), { recursive: true });
  const other = ['--epochs', '3', '--learning-rate', '0.1', '--quiet'];
  const ended = await Promise.all([
    relaxon(['train', '--resume', path('rated'), '--jobs', '2', ...other], { env }),
    relaxon(['train', '--resume', path('rated-alone'), ...other], { env }),
  ]);
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  for (const file of ['config.json', 'metrics.jsonl', 'checkpoint.safetensors', 'evaluation.json'])
    expect(bytesOf(path('rated', 'seed-5', file)), file).toBe(bytesOf(path('rated-alone', file)));
  expect(json('rated', 'seed-4', 'config.json').learningRateChanges).toEqual([
    { step: 30, learningRate: 0.1 },
  ]);
  // Runs that a second command goes on with have it, too.
  expect(json('rated', 'seeds.json')).toMatchObject({ epochs: 3, learningRate: 0.1 });
});

it('a run that cannot be read takes no other along', async () => {
  cpSync(path('many'), path('damaged'), { recursive: true });
  truncateSync(path('damaged', 'seed-5', 'checkpoint.safetensors'), 1000);
  truncateSync(path('damaged', 'seed-6', 'config.json'), 10);
  const args = ['train', '--resume', path('damaged'), '--epochs', '3', '--json', '--quiet'];
  const { code, stdout, stderr } = await relaxon(args, { env });
  expect(code).toBe(1);
  const [good, cut, half] = JSON.parse(stdout).seeds;
  expect(good).toMatchObject({ seed: 4, epochs: 3 });
  expect(cut.error).toContain('cut short');
  expect(half.error).toMatch(/seed-6\/config\.json:\d+:\d+: got .*, expected JSON/);
  expect(stderr).toContain('got 2 of 3 runs that did not finish (seed 5, 6)');
});

it('the sources themselves start processes of the sources', async () => {
  const args = ['train', network, ...settings, '--seeds', '2', '--json', '--quiet', '--out', path('sources')];
  const { code, stdout, stderr } = await relaxon(args, { env, sources: true });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout).seeds).toHaveLength(2);
});
