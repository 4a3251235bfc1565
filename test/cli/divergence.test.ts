import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJsonLines } from '../../src/lab/files.js';
import { readSafetensors } from '../../src/lab/safetensors/index.js';
import { here } from './here.js';
import type { Ended } from './run.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
// Linear all the way: a weight that is too large is not held back by anything.
const linear = {
  ...tinyNetwork,
  layers: [6, 6, 10].map((units) => ({ type: 'dense', units, activation: 'linear' })),
};
const network = jsonFile(folder, 'net.json', linear);
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const limits = ['--batch-size', '4', '--limit-test-samples', '10', '--steps', '3', '--step-size', '1'];

async function diverge(name: string, options: string): Promise<{ ended: Ended; directory: string }> {
  const directory = join(folder, name);
  const args = ['train', network, ...limits, ...options.split(' '), '--quiet', '--out', directory];
  return { ended: await here(args, env), directory };
}

function expectStopped({ ended, directory }: { ended: Ended; directory: string }, says: RegExp): void {
  const { code, stdout, stderr } = ended;
  expect(stderr).toMatch(
    /^relaxon: [^\n]+, expected a finite number\. Try a learning rate below [^\n]+\.\n$/,
  );
  expect(stderr).toMatch(says);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  const status = JSON.parse(readFileSync(join(directory, 'status.json'), 'utf8'));
  expect(status).toMatchObject({ state: 'diverged', error: stderr.slice('relaxon: '.length, -1) });
  for (const [name, { data }] of readSafetensors(join(directory, 'checkpoint.safetensors')).tensors) {
    expect(Array.from(data, Number).every(Number.isFinite), name).toBe(true);
  }
  for (const row of readJsonLines(join(directory, 'metrics.jsonl'))) {
    expect(Object.values(row)).not.toContain(null);
  }
}

describe.concurrent('a value that is not finite', () => {
  it.each(['batched', 'events'])(
    'in the training loss stops a training on engine %s, naming the layer',
    async (engine) => {
      const often = '--learning-rate 1e20 --checkpoint-every 1 --epochs 20';
      const found = await diverge(`train-${engine}`, `${often} --engine ${engine}`);
      expectStopped(
        found,
        /at step \d+ \(epoch 1\): got (NaN|Infinity), (first not finite in|though) the activit(y|ies) of layers\.\d/,
      );
    },
  );

  it('in the loss of the test images stops a training, though no minibatch is left', async () => {
    const last = '--learning-rate 1e37 --limit-train-batches 1 --epochs 1';
    const found = await diverge('test', last);
    expectStopped(found, /^relaxon: test\.loss at step 1 \(epoch 1\): got .*layers\.[012]/);
  });

  it('in the loss of the untrained network stops a training at once', async () => {
    const init = { weight: { type: 'normal', sd: 1e20 } };
    const wild = jsonFile(folder, 'wild.json', { ...linear, init });
    const out = join(folder, 'wild');
    const { code, stderr } = await here(['train', wild, ...limits, '--quiet', '--out', out], env);
    expect(stderr).toMatch(
      /^relaxon: test\.loss at step 0 \(epoch 0\): got [^\n]+ smaller initial weights[^\n]+\n$/,
    );
    expect(code).toBe(1);
  });

  it('in a parameter never becomes a checkpoint', async () => {
    const found = await diverge('parameters', '--learning-rate 1e300 --checkpoint-every 1 --epochs 1');
    expectStopped(found, /^relaxon: parameter layers\.0\.weight at step 1 \(epoch 1\): got /);
  });
});
