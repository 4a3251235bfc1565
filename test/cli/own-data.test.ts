import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJsonLines } from '../../src/lab/files.js';
import { greyPng } from '../../src/lab/plots/png.js';
import { readProvenance } from '../../src/lab/runs/read-provenance.js';
import { randomStream } from '../../src/math/random.js';
import { clusters, npyBytes, sine } from '../data/own/rows.js';
import { idxBytes } from '../data/scratch.js';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { relaxon } from './run.js';
import { bytesOf, workspace } from './workspace.js';

const folder = workspace();
const file = (name: string, bytes: string | Uint8Array) => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

/** Images of 5 x 4 that are light above or below, 20 of each, in a folder for each. */
function stripes(): string {
  const random = randomStream(1, 'stripes');
  for (const kind of ['above', 'below']) {
    mkdirSync(join(folder, 'stripes', kind), { recursive: true });
    for (let i = 0; i < 20; i++) {
      const light = (k: number) => k < 10 === (kind === 'above');
      const pixels = Uint8Array.from({ length: 20 }, (_, k) => (light(k) ? 155 : 0) + random.integer(100));
      file(`stripes/${kind}/${i}.png`, greyPng(pixels, 4, 5));
    }
  }
  return join(folder, 'stripes');
}

/** Float images of 3 x 3 with numbers of any sign, whose class is the sign of the first one; labels beside them. */
function floats(): string[] {
  const random = randomStream(1, 'floats');
  const images = Float64Array.from({ length: 60 * 9 }, () => 3 * random.normal());
  const labels = BigInt64Array.from({ length: 60 }, (_, i) => (images[9 * i] > 0 ? 1n : -1n));
  const inputs = file('floats.npy', npyBytes('<f8', [60, 3, 3], images));
  return [inputs, '--target-file', file('signs.npy', npyBytes('<i8', [60], labels))];
}

const kinds: Record<string, string[]> = {
  table: [file('kinds.csv', clusters()), '--standardise', '--epochs', '6'],
  sine: [file('sine.csv', sine()), '--standardise', '--standardise-targets', '--epochs', '30'],
  images: [stripes(), '--epochs', '6'],
  floats: [...floats(), '--epochs', '25'],
};
const train = (kind: string, name: string) => {
  const settings = ['--batch-size', '12', '--checkpoint-every', '5'];
  return ['train', '--data', ...kinds[kind], ...settings, '--out', join(folder, name)];
};
const kept = ['config.json', 'metrics.jsonl', 'checkpoint.safetensors', 'evaluation.json'];
const expectSame = (name: string, other: string, files = kept) => {
  for (const one of files)
    expect(bytesOf(join(folder, name, one)), one).toBe(bytesOf(join(folder, other, one)));
};
const json = (...path: string[]) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

describe('data of one’s own', () => {
  it.each(Object.keys(kinds))('%s: are learned, to the same bytes again', async (kind) => {
    const first = await here(train(kind, kind));
    expect(first).toMatchObject({ code: 0 });
    expect((await here(train(kind, `${kind}-again`))).code).toBe(0);
    expectSame(kind, `${kind}-again`);
    const { accuracy, errors } = json(kind, 'evaluation.json');
    if (kind === 'sine') expect(errors[0].r2).toBeGreaterThan(0.85);
    else expect(accuracy).toBeGreaterThan(0.85);
  });

  it.each(Object.keys(kinds))(
    '%s: go on after the process was killed, as if nothing had been',
    async (kind) => {
      let sent = false;
      const killed = await relaxon(train(kind, `${kind}-killed`), {
        onStderr(text, child) {
          if (sent || !text.includes('epoch 2:')) return;
          sent = true;
          child.kill('SIGKILL');
        },
      });
      expect(killed.signal).toBe('SIGKILL');
      expect((await here(['train', '--resume', join(folder, `${kind}-killed`)])).code).toBe(0);
      expectSame(`${kind}-killed`, kind);
    },
  );

  it('are named in what is said, in the provenance and in the report', async () => {
    const { stderr, stdout } = await here([...train('table', 'told'), '--epochs', '1']);
    expect(stderr).toContain(
      'read as csv, fields between commas; inputs length, width, depth; targets kind: 3 classes (setosa, versicolor, virginica)',
    );
    expect(stderr).toContain('72 samples to learn from, 18 to be judged by: a share of 0.2, drawn by seed 1');
    expect(stderr).toContain('training 3-128-64-3 by ar');
    expect(stdout).toMatch(/^test accuracy /);
    const { data } = readProvenance(join(folder, 'told', 'provenance.json'));
    expect(data).toMatchObject({
      name: 'kinds.csv',
      description: { data: kinds.table[0], classes: ['setosa', 'versicolor', 'virginica'] },
    });
    expect(json('told', 'config.json')).toMatchObject({
      data: kinds.table[0],
      dataOptions: {},
      standardise: true,
    });
    const report = readFileSync(join(folder, 'told', 'report.html'), 'utf8');
    for (const words of [
      'ar on kinds.csv, seed 1',
      '"labels":["setosa","versicolor","virginica"]',
      'length, width, depth',
    ])
      expect(report).toContain(words);
  });

  it('that are numbers are judged by errors in their own units', async () => {
    const { stdout } = await here(['train', '--resume', join(folder, 'sine'), '--json', '--quiet']);
    const { accuracy, errors } = JSON.parse(stdout);
    const scale = json('sine', 'normalisation.json').targets.sd[0];
    const { loss } = json('sine', 'evaluation.json');
    // The loss is half the mean squared error of standardised targets.
    expect(errors[0]).toMatchObject({ target: 'y', rmse: expect.closeTo(scale * Math.sqrt(2 * loss), 4) });
    expect(accuracy).toBeUndefined();
    expect(readFileSync(join(folder, 'sine', 'report.html'), 'utf8')).toContain('root mean squared error');
  });

  it('that have changed are not gone on with', async () => {
    const data = file('changing.csv', clusters());
    const out = join(folder, 'changed');
    const args = ['train', '--data', data, '--batch-size', '12', '--epochs', '1', '--out', out];
    expect((await here(args)).code).toBe(0);
    appendFileSync(data, '1,2,3,setosa\n');
    const says = ['data changing.csv', 'checksum', 'as the run began with'];
    await expectRefusal({ what: 'changed', args: ['train', '--resume', out, '--epochs', '2'], says });
  });

  it('are taken from the settings of a run, with other columns beside them, but not for other data', async () => {
    const config = join(folder, 'told', 'config.json');
    const narrow = ['--input-columns', '1-2', '--test-share', '0.5', '--split-seed', '4', '--epochs', '1'];
    const out = join(folder, 'narrow');
    const refused = ['train', '--config', config, ...narrow, '--out', out];
    await expectRefusal({ what: 'size', args: refused, says: ['size 3', '2 (inputs 2 of kinds.csv)'] });
    const network = file(
      'two.json',
      JSON.stringify({ input: [2], layers: [{ type: 'dense', units: 3 }], loss: 'mse' }),
    );
    expect((await here(['train', network, ...refused.slice(1)])).code).toBe(0);
    const { dataOptions } = json('narrow', 'config.json');
    expect(dataOptions).toEqual({ inputColumns: ['1-2'], testShare: 0.5, splitSeed: 4 });
    const other = [
      'train',
      network,
      '--config',
      join(out, 'config.json'),
      '--data',
      'digits',
      '--out',
      join(folder, 'no'),
    ];
    await expectRefusal({ what: 'digits', args: other, says: ['784 (images 28x28 of digits)'] });
  });

  it('are trained on with many seeds, all split alike', async () => {
    const args = [...train('table', 'many'), '--epochs', '1', '--seeds', '2', '--jobs', '2'];
    const { code, stdout } = await relaxon(args);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('mean ± standard deviation'),
    });
    expectSame('many/seed-1', 'many/seed-2', ['normalisation.json']);
    expect((await here(['train', '--resume', join(folder, 'many'), '--json'])).code).toBe(0);
  });

  it('come as a stream', async () => {
    const args = [
      'stream',
      '--data',
      kinds.table[0],
      '--images',
      '6',
      '--limit-test-samples',
      '3',
      '--log-every',
      '3',
    ];
    const { code, stderr } = await here([...args, '--out', join(folder, 'stream')]);
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('inputs length, width, depth'),
    });
    expect(readJsonLines(join(folder, 'stream', 'metrics.jsonl')).at(-1)).toMatchObject({
      kind: 'end',
      images: 6,
    });
  });
});

it('a set of other sizes than MNIST’s gets a network that fits it', async () => {
  const env = { RELAXON_DATA: folder };
  mkdirSync(join(folder, 'emnist'));
  for (const half of ['train', 'test']) {
    // Stored column by column, labels from 1: a bar along the first stored row stands upright.
    file(
      `emnist/emnist-letters-${half}-images-idx3-ubyte`,
      idxBytes([2, 2, 2], [255, 255, 0, 0, 0, 0, 9, 9]),
    );
    file(`emnist/emnist-letters-${half}-labels-idx1-ubyte`, idxBytes([2], [1, 26]));
  }
  const args = ['train', '--data', 'emnist-letters', '--batch-size', '2', '--epochs', '1', '--rule', 'bp'];
  const { code, stderr } = await here([...args, '--out', join(folder, 'letters')], env);
  expect(code).toBe(0);
  expect(stderr).toContain('training 2x2-128-64-26 by bp');
  expect(stderr).toContain('note: these are not the published files of emnist-letters');
});
