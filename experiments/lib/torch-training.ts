import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { peerScript } from '../../bench/python.js';
import { loadDataSet, requireClasses, type Split } from '../../src/data/index.js';
import { RelaxonError } from '../../src/errors.js';
import type { Configuration } from '../../src/lab/configuration.js';
import { firstShuffle, Shuffler } from '../../src/lab/training/shuffler.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';

const epochSchema = z.object({ epoch: z.int(), trainLoss: z.number(), testAccuracy: z.number() });

/** How PyTorch did in an epoch. */
export type TorchEpoch = z.infer<typeof epochSchema>;

type Asked = Pick<
  Configuration,
  'network' | 'data' | 'seed' | 'epochs' | 'batchSize' | 'learningRate' | 'learningRateSchedule' | 'optimiser'
>;

/**
 * Trains a chain of dense relu layers with cross-entropy in PyTorch, by its optimiser of the same name at its own settings, from the weights that our network begins with,
 * on the minibatches that it sees; the rate falls by a cosine where there is a schedule.
 * @throws {RelaxonError} with what PyTorch says, when it fails
 */
export async function trainInTorch(python: string, asked: Asked): Promise<TorchEpoch[]> {
  const folder = mkdtempSync(join(tmpdir(), 'relaxon-torch-'));
  try {
    await writeJob(folder, asked);
    const lines = (await output(python, folder)).trim().split('\n');
    return lines.map((line) => epochSchema.parse(JSON.parse(line)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeJob(folder: string, asked: Asked): Promise<void> {
  const { seed, epochs, batchSize, learningRate } = asked;
  const optimiser = asked.optimiser?.name ?? 'sgd';
  const network = parseNetwork(asked.network);
  const data = requireClasses(await loadDataSet(asked.data), 'trainInTorch');
  const write = (name: string, values: NodeJS.ArrayBufferView) => writeFileSync(join(folder, name), values);
  const parameters = Object.entries(initialParameters(network, seed)).map(
    ([name, { shape, data: numbers }]) => {
      write(`${name}.f32`, Float32Array.from(numbers));
      return { name, shape };
    },
  );
  for (const [name, { inputs, labels }] of Object.entries({ train: data.train, test: data.test })) {
    write(`${name}.u8`, bytes(inputs));
    write(`${name}-labels.u8`, labels);
  }
  write('order.i32', orderOf(data.train, { seed, epochs, batchSize }));
  const { scale, count } = data.train;
  const cosine = asked.learningRateSchedule !== undefined;
  const job = { parameters, scale, count, epochs, batchSize, learningRate, cosine, optimiser };
  writeFileSync(join(folder, 'job.json'), JSON.stringify(job));
}

function bytes(inputs: Split['inputs']): Uint8Array {
  if (inputs instanceof Uint8Array) return inputs;
  throw new RelaxonError('trainInTorch: got inputs that are no bytes, expected images of bytes.');
}

/** The numbers of the samples in the order in which we see them, epoch after epoch. */
function orderOf(
  { count }: Split,
  { seed, epochs, batchSize }: Pick<Asked, 'seed' | 'epochs' | 'batchSize'>,
) {
  const shuffler = new Shuffler(count, batchSize, null, firstShuffle(seed));
  const order = new Int32Array(epochs * count);
  for (let at = 0; at < order.length; ) {
    const batch = shuffler.next();
    order.set(batch, at);
    at += batch.length;
  }
  return order;
}

function output(python: string, folder: string): Promise<string> {
  const { command, args = [], env } = peerScript(python, 'mnist_torch.py', folder);
  const child = spawn(command, [...args], { env: { ...process.env, ...env } });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(said.stdout);
      else reject(new RelaxonError(`PyTorch ended with ${code}: ${said.stderr.trim().split('\n').at(-1)}`));
    });
  });
}
