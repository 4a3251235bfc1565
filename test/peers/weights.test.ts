import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { inputSize, makeDigits, type Split } from '../../src/data/index.js';
import { readSafetensors, type Tensor, writeSafetensors } from '../../src/lab/safetensors/index.js';
import { here } from '../cli/here.js';
import { jsonFile } from '../cli/tiny.js';
import { workspace } from '../cli/workspace.js';
import { torchWithSafetensors } from './torch-with-safetensors.js';

const folder = workspace();
const at = (name: string) => join(folder, name);
const network = jsonFile(folder, 'network.json', {
  input: [28, 28],
  layers: [
    { type: 'dense', units: 30, activation: 'relu' },
    { type: 'dense', units: 10 },
  ],
  loss: 'cross-entropy',
});

/** Inputs as a network gets them, and labels. */
function tensorsOf(name: string, split: Split & { labels?: Uint8Array }, count: number): [string, Tensor][] {
  const size = inputSize(split);
  const data = Float32Array.from(split.inputs.subarray(0, count * size), (x) => x * split.scale);
  const labels = BigInt64Array.from(split.labels!.subarray(0, count), BigInt);
  return [
    [name, { dtype: 'F32', shape: [count, 28, 28], data }],
    [`${name}_labels`, { dtype: 'I64', shape: [count], data: labels }],
  ];
}

interface Judged {
  readonly outputs: number[];
  /** The class that each image is taken for. */
  readonly guesses: number[];
  readonly right: number;
  readonly loss: number;
}

const page = fileURLToPath(new URL('../../docs/weights.md', import.meta.url));
const script = fileURLToPath(new URL('weights.py', import.meta.url));

function python<T>(program: string, ...args: string[]): T {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const { stdout, stderr, status } = spawnSync(program, [script, ...args], {
    ...{ encoding: 'utf8', maxBuffer: 2 ** 28, env },
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as T;
}

/** A command that succeeds, and what it prints as JSON. */
async function command(...args: string[]) {
  const { code, stdout, stderr } = await here([...args, '--json']);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** The answers to the test samples are those of PyTorch, and so is what is made of them. */
async function expectSame(there: Judged, samples: number, ...which: string[]) {
  const out = at('answers.safetensors');
  const data = ['--data', 'digits', '--quiet'];
  await command('predict', ...which, ...data, '--split', 'test', '--out', out);
  const { tensors } = readSafetensors(out);
  const outputs = tensors.get('output')!.data as Float32Array;
  const classes = Array.from(tensors.get('class')!.data, Number);
  expect(classes.length).toBeGreaterThanOrEqual(2000);
  expect(classes.flatMap((guess, image) => (guess === there.guesses[image] ? [] : [image]))).toEqual([]);
  const largest = there.outputs.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const distance = outputs.reduce((most, x, i) => Math.max(most, Math.abs(x - there.outputs[i])), 0);
  expect(distance / largest).toBeLessThan(1e-5);
  const judged = await command('evaluate', ...which, ...data);
  expect(Math.round(judged.accuracy * samples)).toBe(there.right);
  expect(Math.abs(judged.loss / there.loss - 1)).toBeLessThan(1e-5);
  return judged;
}

it("weights go from PyTorch here and back, and every answer is the other's", {
  timeout: 300_000,
}, async (context) => {
  const found = torchWithSafetensors();
  if ('reason' in found) return context.skip(found.reason);
  const { train, test } = makeDigits();
  const data = at('data.safetensors');
  writeSafetensors(data, [...tensorsOf('train', train, 2000), ...tensorsOf('test', test, test.count)]);

  const there = python<Record<string, Judged>>(found.python, 'train', data, folder);
  const torch = at('torch.safetensors');
  await expectSame(there.full, test.count, network, '--params', torch);
  for (const name of ['half', 'brain'])
    await expectSame(there[name], test.count, network, '--params', at(`${name}.safetensors`));

  const run = at('run');
  const few = ['--epochs', '1', '--limit-train-batches', '20', '--quiet'];
  await command(
    'train',
    network,
    '--params',
    torch,
    '--data',
    'digits',
    '--rule',
    'bp',
    ...few,
    '--out',
    run,
  );
  await command('export', run, '--out', at('trained'));
  const back = python<Judged>(found.python, 'judge', data, at('trained'), page);
  const judged = await expectSame(back, test.count, run);
  // It has learned something here.
  expect(judged.loss).toBeLessThan(there.full.loss);
});
