import { expect } from 'vitest';
import { fromPyTorch, toPyTorch } from '../../../src/lab/pytorch/index.js';
import { type Parameters, parameterShapes } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';

type Rows = Readonly<Record<string, readonly number[]>>;

/** A network's parameters: those that are given, and the rest 0. */
export function parametersFor(description: unknown, given: Rows): Parameters {
  const shapes = parameterShapes(parseNetwork(description));
  return Object.fromEntries(
    Object.entries(shapes).map(([name, { shape }]) => {
      const zeros = Array(shape.reduce((size, n) => size * n, 1)).fill(0);
      return [name, { shape, data: Float64Array.from(given[name] ?? zeros) }];
    }),
  );
}

/** So many numbers from `first` on. */
export const counted = (length: number, first = 0) => Array.from({ length }, (_, k) => first + k);

/** What is wanted there, by shape and numbers; and the same comes back. */
export function expectThere(
  description: unknown,
  given: Rows,
  wanted: Readonly<Record<string, [number[], number[]]>>,
) {
  const network = parseNetwork(description);
  const ours = parametersFor(description, given);
  const { values } = toPyTorch(network, ours);
  for (const [name, [shape, numbers]] of Object.entries(wanted)) {
    expect([name, values[name].shape, [...values[name].data]]).toEqual([name, shape, numbers]);
  }
  expect(fromPyTorch(network, values).values).toEqual(ours);
  return values;
}

/** A dense unit that takes it, and is the output. */
export const outOf = (from: string) => ({ out: { type: 'dense', units: 1, from: [from] } });
export const outputs = { out: { loss: 'mse' } };
