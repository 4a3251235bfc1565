import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors, type Tensor } from '../../src/lab/safetensors/index.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { networks } from '../agreement/networks.js';
import { asSet, forReference, randomBatch } from '../agreement/problems.js';
import { type Description, deviation, equilibrium, type Relaxed, relax } from '../reference/index.js';
import { here } from './here.js';
import { jsonFile, tensor, tensorFile } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const chain = networks['odd sizes, cross-entropy'];
const graph = networks['two inputs, two outputs, one of them with children'];
const precision = { events: { dtype: 'F64', bound: 1e-12 }, batched: { dtype: 'F32', bound: 1e-5 } } as const;
const steps = { steps: 40, stepSize: 0.3, schedule: 'synchronous' } as const;
const none = { ...steps, steps: 0 };

type Reference = (...example: Parameters<typeof equilibrium>) => Relaxed;
const cases: [
  engine: keyof typeof precision,
  what: string,
  description: Description,
  files: 'F32' | 'F64',
  options: string,
  reference: Reference,
][] = [
  ['batched', 'a chain', chain, 'F32', '--steps 40 --step-size 0.3', (...e) => relax(...e, steps)],
  ['events', 'a chain', chain, 'F64', '--steps 40 --step-size 0.3', (...e) => relax(...e, steps)],
  ['batched', 'a graph', graph, 'F64', '--steps 40 --step-size 0.3', (...e) => relax(...e, steps)],
  [
    'events',
    'a graph',
    graph,
    'F32',
    '--schedule top-down --steps 2',
    (...e) => relax(...e, { steps: 2, stepSize: 0.1, schedule: 'top-down' }),
  ],
  ['batched', 'the fixed point', graph, 'F32', '--solver equilibrium', equilibrium],
  ['events', 'the fixed point', graph, 'F64', '--solver equilibrium', equilibrium],
  ['batched', 'no step', chain, 'F64', '--steps 0', (...e) => relax(...e, none)],
  ['events', 'no step', graph, 'F64', '--steps 0', (...e) => relax(...e, none)],
];

/** Writes the files of a problem, and has it solved on the command line and by the reference. */
async function solve([engine, what, description, dtype, options, reference]: (typeof cases)[number]) {
  const network = parseNetwork(description);
  const parameters = initialParameters(network, 3);
  const batch = randomBatch(network, 3, 5);
  const name = `${engine} ${what} ${dtype}`;
  const asTensor = ({ shape, data }: { shape: readonly number[]; data: Float32Array | Float64Array }) =>
    tensor(shape, [...data], dtype);
  const several = Object.keys(batch.inputs).length > 1;
  const named = (group: string, set: typeof batch.inputs) =>
    Object.entries(set).map(([key, values]): [string, Tensor] => [
      several ? `${group}.${key}` : group,
      asTensor(values),
    ]);
  const params = Object.entries(parameters).map(([key, values]): [string, Tensor] => [key, asTensor(values)]);
  const inputs = [...named('input', batch.inputs), ...named('target', batch.targets)];
  const out = join(folder, `${name}.out`);
  const { code, stdout, stderr } = await here([
    ...['relax', jsonFile(folder, `${name}.json`, description), '--engine', engine, ...options.split(' ')],
    ...['--params', tensorFile(folder, `${name}.params`, params)],
    ...['--batch', tensorFile(folder, `${name}.batch`, inputs), '--out', out, '--quiet', '--json'],
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const want = reference(description, asSet(parameters), forReference(batch));
  return { got: readSafetensors(out).tensors, want, summary: JSON.parse(stdout), out };
}

const numbersOf = ({ data }: Tensor) => Array.from(data, Number);

describe.concurrent('relax', () => {
  it.each(cases)('on engine %s, %s: the numbers of the reference', async (...problem) => {
    const [engine, , description] = problem;
    const { got, want, summary, out } = await solve(problem);
    const { dtype, bound } = precision[engine];
    const clamped = 'layers' in description ? 'layers.2' : 'out';
    const moving = Object.keys(want.activity).filter((name) => name !== clamped);
    const activities = Object.fromEntries(moving.map((name) => [`${name}.activity`, want.activity[name]]));
    const gradients = Object.fromEntries(
      Object.entries(want.gradient).map(([name, g]) => [`${name}.grad`, g]),
    );
    const expected = { ...activities, ...gradients };
    // Of outputs: that they are those of the forward sweep is tried with evaluate and predict.
    const answers = [...got.keys()].filter((name) => name.endsWith('.answer'));
    expect(answers).toEqual(Object.keys(parseNetwork(description).outputs).map((name) => `${name}.answer`));

    expect([...got.keys()].sort()).toEqual([...Object.keys(expected), ...answers].sort());
    expect([...new Set([...got.values()].map((found) => found.dtype))]).toEqual([dtype]);
    const compared = [...got].filter(([name]) => !answers.includes(name));
    const numbers = Object.fromEntries(compared.map(([name, found]) => [name, numbersOf(found)]));
    expect(deviation(numbers, expected, 1e-300)).toBeLessThan(bound);
    expect(Math.abs(summary.loss - want.loss) / want.loss).toBeLessThan(bound);
    expect(summary).toMatchObject({ out, samples: 3 });
    expect(new Set(summary.tensors)).toEqual(new Set(got.keys()));
  });
});

it('relax gives every tensor the shape that its name promises', async () => {
  const { got } = await solve(['events', 'shapes', graph, 'F32', '--steps 1', equilibrium]);
  const network = parseNetwork(graph);
  const shapes = Object.fromEntries([...got].map(([name, { shape }]) => [name, [...shape]]));
  const parameters = Object.entries(initialParameters(network, 1)).map(([name, { shape }]) => [
    `${name}.grad`,
    [...shape],
  ]);
  const units = { h1: 5, h2: 6, side: 4, h3: 2 };
  const activities = Object.entries(units).map(([name, count]) => [`${name}.activity`, [3, count]]);
  const answers = Object.keys(network.outputs).map((name) => [
    `${name}.answer`,
    [3, (network.nodes[name] as unknown as { units: number }).units],
  ]);
  expect(shapes).toEqual(Object.fromEntries([...activities, ...parameters, ...answers]));
});
