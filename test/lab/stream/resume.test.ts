import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readJson, readJsonLines } from '../../../src/lab/files.js';
import type { Progress } from '../../../src/lab/progress.js';
import { streamConfigurationOf } from '../../../src/lab/stream/configuration.js';
import { newStream, type ReadyStream, resumedStream } from '../../../src/lab/stream/prepare.js';
import { runStream, streamFiles } from '../../../src/lab/stream/run.js';
import { tinyMnist } from '../../cli/tiny.js';

const folder = mkdtempSync(join(tmpdir(), 'relaxon-resume-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const network = {
  input: [4, 4],
  layers: [
    { type: 'dense', units: 4, activation: 'relu' },
    { type: 'dense', units: 10, activation: 'linear' },
  ],
};
beforeAll(() => void vi.stubEnv('RELAXON_DATA', tinyMnist(folder)));
afterAll(() => void vi.unstubAllEnvs());
const configuration = (more: object) =>
  streamConfigurationOf(
    {
      ...{
        command: 'stream',
        network,
        data: 'mnist',
        rule: 'ar',
        way: 'two-compartments',
        learningRate: 0.01,
      },
      ...{
        images: 14,
        every: 20,
        targetDelay: 12,
        taught: 0.5,
        grain: 'arbor',
        seed: 3,
        logEvery: 4,
        save: 5,
      },
      ...{ limitTestSamples: 20, ...more },
    },
    'test',
  );

/** Runs to the end, or until so many images have been shown. */
async function run({ run, lock }: ReadyStream, until = Infinity) {
  const controller = new AbortController();
  const update: Progress['update'] = (images) => void (images >= until && controller.abort());
  try {
    return await runStream(run, { update, note() {}, stop() {} }, controller.signal);
  } finally {
    lock.release();
  }
}

const bytes = (out: string) => {
  const { metrics, checkpoint, parameters, accuracy, evaluation } = streamFiles(out);
  return [metrics, checkpoint, parameters, accuracy, evaluation].map((path) => readFileSync(path, 'latin1'));
};

describe.each([
  ['two-compartments', {}],
  ['oscillation', { learningRate: 0.1, oscillation: { jitter: 0.1 } }],
  ['strict-phases', { learningRate: 0.1, strictPhases: { sweep: 13 }, every: 40 }],
  [
    'strict-phases',
    { rule: 'pc', ruleOptions: { predictions: 'frozen' }, strictPhases: { sweep: 13 }, every: 40 },
  ],
])('a stream under %s, %j', (way, more) => {
  const asked = { way, ...more };
  const name = JSON.stringify(asked).replace(/\W+/g, '-');

  it('goes on from where it was stopped, to the bit, at whatever image that was, and on to more', async () => {
    const [straight, stopped, longer] = ['straight', 'stopped', 'longer'].map((one) =>
      join(folder, `${name}-${one}`),
    );
    await run(await newStream(configuration(asked), straight, {}));
    const end = await run(await newStream(configuration({ ...asked, grain: 'synapse' }), stopped, {}), 7);
    expect(end).toMatchObject({ images: 7, interrupted: true });
    expect(readJson(streamFiles(stopped).status)).toMatchObject({ state: 'interrupted', step: 7 });
    // A second time, before it has come far.
    await run(await resumedStream(stopped, undefined, {}), 9);
    await run(await resumedStream(stopped, undefined, {}));
    expect(bytes(stopped)).toEqual(bytes(straight));
    expect(readJson(streamFiles(stopped).status)).toMatchObject({ state: 'finished', step: 14 });
    await run(await newStream(configuration({ ...asked, images: 6 }), longer, {}));
    await run(await resumedStream(longer, 14, {}));
    expect(bytes(longer)).toEqual(bytes(straight));
    expect(readJson(streamFiles(longer).configuration)).toMatchObject({ images: 14 });
  });
});

it('goes on from its last checkpoint after it was killed', async () => {
  const [straight, killed] = ['whole', 'killed'].map((one) => join(folder, one));
  await run(await newStream(configuration({}), straight, {}));
  const ready = await newStream(configuration({}), killed, {});
  const update: Progress['update'] = (images) => {
    if (images === 9) throw new Error('killed');
  };
  const { signal } = new AbortController();
  await expect(runStream(ready.run, { update, note() {}, stop() {} }, signal)).rejects.toThrow('killed');
  ready.lock.release();
  expect(readJsonLines(streamFiles(killed).metrics)).toHaveLength(2);
  await run(await resumedStream(killed, undefined, {}));
  expect(bytes(killed)).toEqual(bytes(straight));
});

it('reports configuration, provenance, every node, and pictures with their names', async () => {
  const out = join(folder, 'whole');
  const page = readFileSync(streamFiles(out).report, 'utf8');
  for (const words of ['two-compartments', 'taught', 'relaxon', 'data sha256', 'Messages of an image'])
    expect(page).toContain(words);
  expect(page).toMatch(/<td>layers\.1<\/td><td>dense<\/td><td[^>]*>10<\/td><td>linear<\/td><td>mse<\/td>/);
  const raster = readFileSync(streamFiles(out).raster, 'utf8');
  for (const words of ['input[0..15]', 'layers.0[0..3]', 'layers.1[0..9]', 'images 12 to 14', 'time (τ)'])
    expect(raster).toContain(words);
});
