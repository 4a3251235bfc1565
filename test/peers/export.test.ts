import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readSafetensors } from '../../src/lab/safetensors/index.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { here } from '../cli/here.js';
import { jsonFile, tensor, tensorFile } from '../cli/tiny.js';
import { workspace } from '../cli/workspace.js';
import { numbers } from '../reference/index.js';
import { exported } from './exported.js';
import { torchWithSafetensors } from './torch-with-safetensors.js';

const folder = workspace();
const at = (name: string) => join(folder, name);
const page = fileURLToPath(new URL('../../docs/weights.md', import.meta.url));
const script = fileURLToPath(new URL('export.py', import.meta.url));
const size = 3;
const next = numbers(9);

async function command(...args: string[]) {
  const { code, stdout, stderr } = await here([...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

const tasks = Object.entries(exported).map(([name, description]) => {
  const network = parseNetwork(description);
  const key = name.replace(/\W+/g, '-');
  const file = jsonFile(folder, `${key}.json`, description);
  const drawn = (shape: readonly number[]) =>
    tensor(shape, Array.from({ length: shape.reduce((product, n) => product * n, 1) }, next));
  const parameters = Object.entries(initialParameters(network, 7)).map(
    ([one, { shape, data }]) => [one, tensor(shape, [...data])] as const,
  );
  const inputs = Object.entries(network.inputs).map(
    ([one, shape]) => [one, drawn([size, ...shape])] as const,
  );
  return { name, key, file, network, inputs, params: tensorFile(folder, `${key}.safetensors`, parameters) };
});

/** How far answers are from ours, relative to the largest. */
async function distance(task: (typeof tasks)[number], params: string, theirs: number[][]): Promise<number> {
  const { key, file, network, inputs } = task;
  const alone = inputs.length === 1;
  const input = tensorFile(
    folder,
    `${key}.in.safetensors`,
    inputs.map(([one, values]) => [alone ? 'input' : `input.${one}`, values]),
  );
  const out = at(`${key}.out.safetensors`);
  await command('predict', file, '--params', params, '--input', input, '--out', out, '--quiet');
  const { tensors } = readSafetensors(out);
  const names = Object.keys(network.outputs);
  const distances = names.map((node, k) => {
    const ours = tensors.get(names.length === 1 ? 'output' : `output.${node}`)!.data as Float32Array;
    const largest = ours.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(theirs[k].length).toBe(ours.length);
    return ours.reduce((most, x, i) => Math.max(most, Math.abs(x - theirs[k][i])), 0) / largest;
  });
  return Math.max(...distances);
}

interface Answer {
  readonly outputs: number[][];
  readonly later: number[][];
  readonly without: string[];
}

it('what is exported answers the same in PyTorch, by the loader of the page, and comes back', {
  timeout: 300_000,
}, async (context) => {
  const found = torchWithSafetensors();
  if ('reason' in found) return context.skip(found.reason);
  for (const { key, file, params, inputs } of tasks) {
    const { files } = await command('export', file, '--params', params, '--out', at(key));
    expect(files, key).toContain('network.py');
    tensorFile(at(key), 'inputs.safetensors', inputs);
  }
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const { stdout, stderr, status } = spawnSync(
    found.python,
    [script, page, ...tasks.map(({ key }) => at(key))],
    { encoding: 'utf8', maxBuffer: 2 ** 28, env },
  );
  expect(status, stderr).toBe(0);
  const answers = JSON.parse(stdout) as Answer[];
  for (const [k, task] of tasks.entries()) {
    const { outputs, later, without } = answers[k];
    expect(await distance(task, task.params, outputs), task.name).toBeLessThan(1e-5);
    expect(
      await distance(task, join(at(task.key), 'back.safetensors'), later),
      `${task.name}, back`,
    ).toBeLessThan(1e-5);
    expect(without, task.name).toEqual([]);
  }
});
