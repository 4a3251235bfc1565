import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src/lab/safetensors/index.js';
import { here } from './here.js';
import { relaxon } from './run.js';
import { jsonFile, tensor, tensorFile, tensorsFor, tinyMnist, tinyNetwork } from './tiny.js';
import { bytesOf, workspace } from './workspace.js';

const folder = workspace();
const at = (name: string) => join(folder, name);
const env = { RELAXON_DATA: tinyMnist(at('data')), XDG_CACHE_HOME: at('cache') };
const description = { ...tinyNetwork, loss: 'cross-entropy' };
const network = jsonFile(folder, 'net.json', description);
const run = at('run');
const few = ['--epochs', '2', '--batch-size', '20', '--rule', 'bp', '--learning-rate', '0.5', '--quiet'];

/** A command that succeeds, and what it prints as JSON. */
async function done(...args: string[]) {
  const { code, stdout, stderr } = await here([...args, '--json'], env);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const withoutText = ({ shape, data }: { shape: readonly number[]; data: ArrayLike<number | bigint> }) => ({
  shape,
  data: Array.from(data, Number),
});
const tensorsIn = (path: string) =>
  Object.fromEntries([...readSafetensors(path).tensors].map(([name, one]) => [name, withoutText(one)]));

beforeAll(async () => {
  await done('train', network, ...few, '--normalise', '--out', run);
});

describe('evaluate', () => {
  it('a run: what training found at its end, to the bit, with the scaling that it kept', async () => {
    const judged = await done('evaluate', run, '--quiet');
    const { loss, accuracy, confusion, samples } = json(join(run, 'evaluation.json'));
    expect(judged).toMatchObject({ loss, accuracy, confusion, samples, engine: 'batched' });
    expect(judged.data).toMatchObject({ name: 'mnist', split: 'test' });
    expect(judged.calibration.confidence).toBe('softmax');
    const support = confusion.map((row: number[]) => row.reduce((sum, n) => sum + n, 0));
    expect(judged.classes.map((one: { support: number }) => one.support)).toEqual(support);
  });

  it('takes parts, fewer samples, and the other engine', async () => {
    const train = await done('evaluate', run, '--split', 'train', '--quiet');
    expect(train.samples).toBe(120);
    const some = ['--limit-samples', '30', '--quiet'];
    const [batched, events] = [
      await done('evaluate', run, ...some),
      await done('evaluate', run, ...some, '--engine', 'events'),
    ];
    expect([events.engine, events.samples, events.confusion]).toEqual(['events', 30, batched.confusion]);
    expect(events.loss / batched.loss).toBeCloseTo(1, 5);
  });

  it('takes the best checkpoint, and the samples that were kept back, of a run that has them', async () => {
    const kept = ['--validation-share', '0.25', '--out', at('kept')];
    await done('train', network, ...few, '--epochs', '3', ...kept);
    const best = await done('evaluate', at('kept'), '--checkpoint', 'best', '--quiet');
    const { loss, accuracy } = json(at('kept/evaluation.json')).best;
    expect(best).toMatchObject({ loss, accuracy });
    const validation = await done('evaluate', at('kept'), '--split', 'validation', '--quiet');
    const rows = readFileSync(at('kept/metrics.jsonl'), 'utf8').trim().split('\n');
    const last = rows.map((row) => JSON.parse(row)).findLast((row) => 'validation/loss' in row);
    expect([validation.samples, validation.loss]).toEqual([30, last['validation/loss']]);
    expect((await done('evaluate', at('kept'), '--split', 'train', '--quiet')).samples).toBe(90);
  });

  it('writes a page, numbers and figures, and tells people', async () => {
    const { code, stdout } = await here(['evaluate', run, '--out', at('out'), '--quiet'], env);
    expect(code).toBe(0);
    for (const words of ['accuracy', 'precision', 'macro', 'calibration: expected error', 'confusion'])
      expect(stdout).toContain(words);
    const page = readFileSync(at('out/report.html'), 'utf8');
    expect(page).toContain('Confusion on 40 test samples of mnist');
    expect(page).toContain('Reliability on 40 test samples of mnist');
    for (const name of ['confusion.svg', 'reliability.svg'])
      expect(readFileSync(at(`out/${name}`), 'utf8')).toMatch(/^<svg xmlns/);
    expect(json(at('out/evaluation.json')).samples).toBe(40);
  });

  it('a network of numbers: errors and R2; the files of a folder say how a linear output is sure', async () => {
    const adding = jsonFile(folder, 'adding.json', {
      input: [100],
      layers: [{ type: 'dense', units: 1 }],
      loss: 'mse',
    });
    const described = await here(['evaluate', adding, '--params', 'none', '--data', 'adding'], env);
    expect(described.code).toBe(2);
    const tiny = jsonFile(folder, 'tiny.json', tinyNetwork);
    const weights = tensorFile(folder, 'tiny.safetensors', tensorsFor(tinyNetwork));
    const judged = await done('evaluate', tiny, '--params', weights, '--data', 'mnist', '--quiet');
    expect(judged.calibration.confidence).toBe('output');
  });

  it('a file of numbers, in their units, and of classes by their names', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i % 7, (i * 3) % 5]);
    writeFileSync(
      at('reals.csv'),
      `a,b,t\n${rows.map(([a, b]) => `${a},${b},${100 + 10 * a - 3 * b + 0.5}`).join('\n')}\n`,
    );
    const line = jsonFile(folder, 'line.json', {
      input: [2],
      layers: [{ type: 'dense', units: 1 }],
      loss: 'mse',
    });
    const scaled = ['--standardise', '--standardise-targets', '--target', 't', '--task', 'regression'];
    await done(
      'train',
      line,
      '--data',
      at('reals.csv'),
      ...scaled,
      ...few,
      '--epochs',
      '60',
      '--out',
      at('reals'),
    );
    const { regression, loss } = await done('evaluate', at('reals'), '--quiet');
    expect(regression.targets[0].name).toBe('t');
    expect(regression.r2).toBeGreaterThan(0.99);
    // Errors are in units of t, the loss in those of what was learned.
    expect(regression.mse).toBeGreaterThan(100 * loss);
    await done('predict', at('reals'), '--input', at('reals.csv'), '--out', at('reals.jsonl'), '--quiet');
    const answers = readFileSync(at('reals.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text).outputs[0]);
    for (const [i, [a, b]] of rows.entries())
      expect(Math.abs(answers[i] - (100.5 + 10 * a - 3 * b))).toBeLessThan(5);
    const { samples } = await done('evaluate', at('reals'), '--data', at('reals.csv'), '--quiet');
    expect(samples).toBe(40);
  });
});

describe('predict', () => {
  it('gives outputs, probabilities and classes in every kind of file, at any batch size', async () => {
    const which = [run, '--split', 'test', '--quiet'];
    await done('predict', ...which, '--out', at('p.safetensors'), '--activities');
    const { output, probability, class: classes, ...activities } = tensorsIn(at('p.safetensors'));
    expect(output.shape).toEqual([40, 10]);
    expect(Object.keys(activities)).toEqual(['layers.0.activity', 'layers.1.activity']);
    expect(activities['layers.1.activity']).toEqual(output);
    for (let row = 0; row < 40; row++) {
      const own = probability.data.slice(row * 10, row * 10 + 10);
      expect(own.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      expect(own[classes.data[row]]).toBe(Math.max(...own));
    }
    for (const ending of ['csv', 'jsonl', 'npy']) await done('predict', ...which, '--out', at(`p.${ending}`));
    // Sums of another order are rounded otherwise.
    await done('predict', ...which, '--out', at('single.safetensors'), '--batch-size', '1');
    const single = tensorsIn(at('single.safetensors')).output.data;
    for (const [i, value] of output.data.entries()) expect(single[i]).toBeCloseTo(value, 5);
    const float = (text: string | number) => Math.fround(Number(text));
    const [head, ...lines] = readFileSync(at('p.csv'), 'utf8').trim().split('\n');
    expect(head.split(',').slice(0, 2)).toEqual(['class', 'probability.0']);
    expect(lines.map((one) => Number(one.split(',')[0]))).toEqual(classes.data);
    expect(lines.flatMap((one) => one.split(',').slice(11).map(float))).toEqual(output.data);
    const objects = readFileSync(at('p.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(objects.flatMap((one) => one.outputs.map(float))).toEqual(output.data);
    expect(objects.map((one) => one.class)).toEqual(classes.data);
    const npy = readFileSync(at('p.npy'));
    const start = 10 + npy.readUInt16LE(8);
    expect(start % 64).toBe(0);
    expect(npy.subarray(10, start).toString()).toContain(
      "'descr': '<f4', 'fortran_order': False, 'shape': (40, 10)",
    );
    const numbers = new Float32Array(npy.buffer.slice(npy.byteOffset + start, npy.byteOffset + npy.length));
    expect([...numbers]).toEqual(output.data);
    // What was written as an array is read as inputs, too.
    const again = ['--input', at('p.npy'), '--out', at('q.csv'), '--quiet'];
    const ten = { input: [10], layers: [{ type: 'dense', units: 2 }], loss: 'mse' };
    const other = [
      jsonFile(folder, 'ten.json', ten),
      '--params',
      tensorFile(folder, 'ten.safetensors', tensorsFor(ten)),
    ];
    await done('predict', ...other, ...again);
    expect(readFileSync(at('q.csv'), 'utf8').split('\n')[0]).toBe('output.0,output.1');
  });

  it('takes inputs of a file as those that it learned from: what evaluate counts is what predict says', async () => {
    const { tensors } = readSafetensors(join(folder, 'p.safetensors'));
    const classes = Array.from(tensors.get('class')!.data, Number);
    const images = readFileSync(join(env.RELAXON_DATA, 'mnist', 't10k-images-idx3-ubyte')).subarray(16);
    const labels = readFileSync(join(env.RELAXON_DATA, 'mnist', 't10k-labels-idx1-ubyte')).subarray(8);
    const input = tensorFile(folder, 'input.safetensors', [
      [
        'input',
        tensor(
          [40, 4, 4],
          Array.from(images, (x) => Math.fround(x / 255)),
        ),
      ],
    ]);
    await done('predict', run, '--input', input, '--out', at('i.safetensors'), '--quiet');
    expect(tensorsIn(at('i.safetensors')).class.data).toEqual(classes);
    const right = classes.filter((one, i) => one === labels[i]).length;
    expect((await done('evaluate', run, '--quiet')).accuracy).toBe(right / 40);
  });
});

describe('export', () => {
  it('of a run has all that it answers by, in both layouts', async () => {
    const { files } = await done('export', run, '--out', at('trained'));
    expect(files).toEqual([
      'network.json',
      'parameters.safetensors',
      'pytorch.safetensors',
      'network.py',
      'normalisation.json',
    ]);
    expect(bytesOf(at('trained/normalisation.json'))).toBe(bytesOf(join(run, 'normalisation.json')));
    const sides = ['parameters', 'pytorch'].map((name) => at(`trained/${name}.safetensors`));
    for (const params of sides) {
      const out = at('again.npy');
      await done(
        'predict',
        at('trained/network.json'),
        '--params',
        params,
        '--data',
        'mnist',
        '--out',
        out,
        '--quiet',
      );
      expect(existsSync(out)).toBe(true);
    }
    expect(tensorsIn(sides[0])).toEqual(tensorsIn(sides[1]));
  });
});

describe('train --params', () => {
  const weights = tensorFile(folder, 'given.safetensors', tensorsFor(description, 'F32', 7));
  const begin = (out: string, ...more: string[]) =>
    done('train', network, '--params', weights, ...few, ...more, '--out', at(out));

  it('begins with them, says so in its records, and is made again by them', async () => {
    await begin('given');
    const { params } = json(at('given/config.json'));
    expect(params).toEqual({ file: weights, sha256: expect.stringMatching(/^[\da-f]{64}$/) });
    expect(json(at('given/provenance.json')).params).toEqual(params);
    expect(readFileSync(at('given/report.html'), 'utf8')).toContain(params.sha256);
    const drawn = await done('evaluate', network, '--params', weights, '--data', 'mnist', '--quiet');
    const [first] = readFileSync(at('given/metrics.jsonl'), 'utf8')
      .split('\n')
      .map((row) => row && JSON.parse(row));
    expect(first['test/loss']).toBe(drawn.loss);
    await done('train', '--config', at('given/config.json'), '--quiet', '--out', at('same'));
    for (const file of ['metrics.jsonl', 'checkpoint.safetensors'])
      expect(bytesOf(at(`same/${file}`))).toBe(bytesOf(at(`given/${file}`)));
  });

  it('goes on without the file, and with more seeds differs in the order only', async () => {
    await begin('short', '--epochs', '1');
    await done('train', '--resume', at('short'), '--epochs', '2', '--quiet');
    expect(bytesOf(at('short/metrics.jsonl'))).toBe(bytesOf(at('given/metrics.jsonl')));
    const many = ['--seeds', '2', '--jobs', '1', '--out', at('many')];
    const seeds = await relaxon(['train', network, '--params', weights, ...few, ...many], { env });
    expect(seeds.code, seeds.stderr).toBe(0);
    const rows = [1, 2].map((seed) =>
      readFileSync(at(`many/seed-${seed}/metrics.jsonl`), 'utf8').split('\n'),
    );
    expect(rows[0][0]).toBe(rows[1][0]);
    expect(rows[0].slice(1)).not.toEqual(rows[1].slice(1));
    expect(rows[0].join('\n')).toBe(readFileSync(at('given/metrics.jsonl'), 'utf8'));
  });

  it('draws the feedback that the file lacks, by the seed', async () => {
    const { stderr, code } = await here(
      ['train', network, '--params', weights, '--rule', 'fa', '--epochs', '1', '--out', at('fed')],
      env,
    );
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`note: ${weights} has no layers.1.feedback: drawn`);
    expect(Object.keys(tensorsIn(at('fed/checkpoint.safetensors')))).toContain('layers.1.feedback');
  });

  it('and stream begin with them', async () => {
    const out = at('stream');
    await done(
      'stream',
      network,
      '--params',
      weights,
      '--images',
      '3',
      '--way',
      'strict-phases',
      '--quiet',
      '--out',
      out,
    );
    const [row] = readFileSync(join(out, 'metrics.jsonl'), 'utf8')
      .split('\n')
      .map((text) => text && JSON.parse(text));
    expect(row).toMatchObject({ kind: 'begin', params: weights });
  });
});

it('relax writes answers, and without a target nothing else', async () => {
  const params = tensorFile(folder, 'r.safetensors', tensorsFor(tinyNetwork));
  const squared = jsonFile(folder, 'squared.json', tinyNetwork);
  const inputs = tensor(
    [2, 16],
    Array.from({ length: 32 }, (_, i) => i / 32),
  );
  const taught = tensorFile(folder, 'taught.safetensors', [
    ['input', inputs],
    ['target', tensor([2, 10], Array(20).fill(0.1))],
  ]);
  const alone = tensorFile(folder, 'alone.safetensors', [['input', inputs]]);
  const relax = (batch: string, out: string, ...more: string[]) =>
    done('relax', squared, '--params', params, '--batch', batch, '--out', at(out), '--quiet', ...more);
  await relax(taught, 'full');
  await relax(alone, 'swept');
  await relax(alone, 'phased', '--rule', 'pc');
  const [full, swept, phased] = ['full', 'swept', 'phased'].map((name) => tensorsIn(at(name)));
  expect(Object.keys(swept)).toEqual(['layers.1.answer']);
  expect(swept['layers.1.answer']).toEqual(full['layers.1.answer']);
  expect(phased['layers.1.answer']).toEqual(full['layers.1.answer']);
});
