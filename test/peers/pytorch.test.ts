import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { findPeer } from '../../bench/python.js';
import {
  BatchedSimulator,
  type Device,
  fromPyTorch,
  initialParameters,
  type Network,
  type Parameters,
  parseNetwork,
  relaxationOf,
  rules,
  startBackend,
  tfjs,
  toPyTorch,
  type Values,
  writeSafetensors,
} from '../../src/index.js';
import { precise } from '../../src/lab/measurements/float64.js';
import { tensorOf } from '../../src/lab/parameter-files.js';
import { workspace } from '../cli/workspace.js';
import { deviation, numbers } from '../reference/index.js';

const outputs = { out: { loss: 'mse' } };
const init = { weight: { type: 'normal', sd: 0.5 }, bias: { type: 'normal', sd: 0.5 } };
const on = (x: number[], name: string, node: object) => ({
  inputs: { x },
  nodes: { [name]: { ...node, from: ['x'] }, out: { type: 'dense', units: 2, from: [name] } },
  ...{ outputs, init },
});

const pools = (weight: object) => ({
  inputs: { image: [9, 8, 2] },
  nodes: {
    c: { type: 'conv2d', filters: 3, kernel: 2, from: ['image'], init: { weight } },
    largest: { type: 'maxPool2d', kernel: 3, stride: 2, from: ['c'] },
    means: { type: 'meanPool2d', kernel: [2, 3], stride: [1, 2], from: ['c'] },
    out: { type: 'dense', units: 2, from: ['largest', 'means'] },
  },
  ...{ outputs, init },
});

const padded = (weight: object) => ({
  inputs: { image: [8, 7, 2] },
  nodes: {
    c: { type: 'conv2d', filters: 3, kernel: 2, from: ['image'], init: { weight } },
    largest: { type: 'maxPool2d', kernel: [3, 2], stride: 2, padding: 1, from: ['c'] },
    counted: { type: 'meanPool2d', kernel: 3, stride: [1, 2], padding: [0, 1], from: ['c'] },
    within: { type: 'meanPool2d', kernel: [2, 3], padding: 1, countIncludePad: false, from: ['c'] },
    out: { type: 'dense', units: 2, from: ['largest', 'counted', 'within'] },
  },
  ...{ outputs, init },
});

/** By the names of modules in the Python file. */
const descriptions: Readonly<Record<string, object>> = {
  cnn: { builder: 'cnn', init: { weight: { type: 'normal', sd: 0.2 }, bias: { type: 'normal', sd: 0.5 } } },
  parents: {
    inputs: { image: [5, 6, 4], flat: [3] },
    nodes: {
      c: {
        ...{ type: 'conv2d', filters: 6, kernel: [3, 2], stride: [2, 1], padding: 1, groups: 2 },
        ...{ activation: 'tanh', from: ['image'] },
      },
      out: { type: 'dense', units: 2, from: ['flat', 'c', 'image'] },
    },
    ...{ outputs, init },
  },
  'overlapping pools': pools({ type: 'normal', sd: 0.5 }),
  // In every window all are the largest: what the weights of the convolution learn tells which of them wins.
  'overlapping pools of what is all the same': pools({ type: 'zeros' }),
  'pools with padding': padded({ type: 'normal', sd: 0.5 }),
  'pools with padding of what is all the same': padded({ type: 'zeros' }),
  lstm: on([4, 3], 'r', { builder: 'lstm', units: 5, steps: 4 }),
  'lstm of one step': on([1, 3], 'r', { builder: 'lstm', units: 5, steps: 1 }),
  gru: on([4, 3], 'r', { builder: 'gru', units: 5, steps: 4 }),
  layerNorm: on([4, 6], 'n', { builder: 'layerNorm' }),
  attention: on([5, 6], 'a', { builder: 'attention', width: 6, heads: 3 }),
  'causal attention': on([5, 6], 'a', { builder: 'attention', width: 6, heads: 3, causal: true }),
  transformerBlock: on([5, 4], 't', { builder: 'transformerBlock', width: 4, heads: 2, causal: true }),
};

const folder = workspace();
const size = 3;
const next = numbers(5);
const drawn = (units: number): Values => ({
  shape: [size, units],
  data: Float64Array.from({ length: size * units }, next),
});
const unitsOf = (shape: readonly number[]) => shape.reduce((units, n) => units * n, 1);

const problems = Object.entries(descriptions).map(([name, description]) => {
  const network = parseNetwork(description);
  const [output] = Object.keys(network.outputs);
  const inputs = Object.entries(network.inputs).map(([key, shape]) => [key, drawn(unitsOf(shape))] as const);
  const target = drawn((network.nodes[output] as unknown as { units: number }).units);
  const batch = { size, inputs: Object.fromEntries(inputs), targets: { [output]: target } };
  return { name, network, parameters: initialParameters(network, 7), output, batch };
});

type Problem = (typeof problems)[number];

/** What backpropagation makes of it. */
function relaxed<T>({ network, batch, output }: Problem, parameters: Parameters, device: Device<T>) {
  const simulator = new BatchedSimulator(network, parameters, device);
  const { forward, gradient, loss } = simulator.relax(batch, {
    rule: rules.bp,
    relaxation: relaxationOf({}),
  });
  simulator.dispose();
  return { output: forward[output].data, gradient, loss };
}

/** Numbers in lists, as deep as the shape says. */
function nested({ data }: Values, shape: readonly number[]): unknown {
  let lists: unknown[] = [...data];
  for (const n of shape.slice(1).reverse()) {
    lists = Array.from({ length: lists.length / n }, (_, k) => lists.slice(k * n, (k + 1) * n));
  }
  return lists;
}

const sentInputs = ({ network, batch }: Problem) =>
  Object.entries(network.inputs).map(([key, shape]) => nested(batch.inputs[key], [size, ...shape]));

interface Sent {
  readonly shape: number[];
  readonly numbers: number[];
}

interface Answer {
  readonly output: number[];
  readonly loss: number;
  readonly gradients: Record<string, Sent>;
  readonly other: { readonly state: Record<string, Sent>; readonly output: number[] };
}

const valuesOf = (sent: Record<string, Sent>): Parameters =>
  Object.fromEntries(
    Object.entries(sent).map(([name, one]) => [
      name,
      { shape: one.shape, data: Float64Array.from(one.numbers) },
    ]),
  );

const dataOf = (values: Parameters) =>
  Object.fromEntries(Object.entries(values).map(([name, { data }]) => [name, data]));

/** Ours by their names; both biases of an LSTM have the gradient of our one. */
function gradientsThere(network: Network, gradient: Parameters, theirs: Record<string, Sent>) {
  const there = dataOf(toPyTorch(network, gradient).values);
  const isLstm = network.nodes.r?.built === 'lstm';
  if (isLstm) there['r.bias_hh_l0'] = there['r.bias_ih_l0'];
  return { there, theirs: dataOf(valuesOf(theirs)) };
}

it("a network has the outputs and gradients of PyTorch's modules", { timeout: 300_000 }, async (context) => {
  const found = findPeer('torch');
  if ('reason' in found) return context.skip(found.reason);
  await startBackend('cpu');
  const tasks = problems.map((problem) => {
    const { name, network, parameters, batch, output } = problem;
    // The page loads a file of this name.
    const file = join(folder, name === 'cnn' ? 'torch.safetensors' : `${name}.safetensors`);
    const tensors = Object.entries(toPyTorch(network, parameters).values);
    writeSafetensors(
      file,
      tensors.map(([key, values]) => [key, tensorOf(values)]),
    );
    const target = nested(batch.targets[output], batch.targets[output].shape);
    return { name, file, inputs: sentInputs(problem), target };
  });
  const list = join(folder, 'tasks.json');
  writeFileSync(list, JSON.stringify(tasks));
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const { stdout, stderr, status } = spawnSync(
    found.python,
    [here('pytorch_modules.py'), here('../../docs/pytorch.md'), list],
    {
      encoding: 'utf8',
      cwd: folder,
      maxBuffer: 2 ** 28,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    },
  );
  expect(status, stderr).toBe(0);
  const answers: Answer[] = JSON.parse(stdout.trim().split('\n').at(-1)!);
  for (const [k, problem] of problems.entries()) {
    agree(problem, answers[k], precise, 1e-10);
    agree(problem, answers[k], tfjs, 1e-5);
  }
});

/** @param tolerance of sums in another order, in the precision of the device */
function agree<T>(problem: Problem, answer: Answer, device: Device<T>, tolerance: number): void {
  const { name, network, parameters } = problem;
  const { output, loss, gradients, other } = answer;
  const ours = relaxed(problem, parameters, device);
  const { there, theirs } = gradientsThere(network, ours.gradient, gradients);
  const wayBack = relaxed(problem, fromPyTorch(network, valuesOf(other.state)).values, device);
  const distances = {
    output: deviation({ y: ours.output }, { y: output }),
    loss: Math.abs(ours.loss / loss - 1),
    gradients: deviation(there, theirs),
    'output of drawn parameters': deviation({ y: wayBack.output }, { y: other.output }),
  };
  for (const [what, distance] of Object.entries(distances)) {
    expect.soft(distance, `${name}: ${what}`).toBeLessThan(tolerance);
  }
}
