import { readGraph } from './graph.js';
import type {
  Batch,
  Description,
  Example,
  GraphDescription,
  LayeredDescription,
  ParameterSet,
} from './types.js';

/** Uniform numbers in [-1, 1) from Knuth's MMIX congruence s <- s * 6364136223846793005 + c mod 2^64. */
export function numbers(seed: number): () => number {
  let state = BigInt(seed);
  const next = (): number => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number(state >> 11n) / 2 ** 52 - 1;
  };
  next();
  return next;
}

/** Weights and biases in [-1, 1), weights scaled by 1.5 / sqrt(ins). */
export function randomParameters(network: Description, seed: number): ParameterSet {
  const next = numbers(seed);
  const params: Record<string, { shape: number[]; data: number[] }> = {};
  for (const { name, units, ins } of readGraph(network).order) {
    const weight = Array.from({ length: units * ins }, () => (next() * 1.5) / Math.sqrt(ins));
    params[`${name}.weight`] = { shape: [units, ins], data: weight };
    params[`${name}.bias`] = { shape: [units], data: Array.from({ length: units }, next) };
  }
  return params;
}

/** Inputs in [-1, 1); targets positive with sum 1 in every sample, so that they suit both losses. */
export function randomBatch(network: Description, samples: number, seed: number): Batch {
  const next = numbers(seed);
  const rows = (units: number): number[][] =>
    Array.from({ length: samples }, () => Array.from({ length: units }, next));
  const inputs: Record<string, number[][]> = {};
  const shapes = 'layers' in network ? { input: network.input } : network.inputs;
  for (const [name, shape] of Object.entries(shapes)) inputs[name] = rows(shape.reduce((p, n) => p * n, 1));
  const targets: Record<string, number[][]> = {};
  const { order, losses } = readGraph(network);
  for (const { name, units } of order) if (name in losses) targets[name] = rows(units).map(normalised);
  return { inputs, targets };
}

/** Brings a row of [-1, 1) to positive numbers with sum 1. */
function normalised(row: number[]): number[] {
  const sum = row.reduce((total, value) => total + value + 1, 0);
  return row.map((value) => (value + 1) / sum);
}

/**
 * The same problem with targets as no distribution has them: the first sample masked (all 0), the second weighted by 3,
 * the others in [-2, 2).
 */
export function anyTargets([network, parameters, batch]: Example, seed = 1): Example {
  const next = numbers(seed + 2000);
  const changed = (row: readonly number[], sample: number): number[] =>
    row.map((value) => (sample > 1 ? 2 * next() : sample * 3 * value));
  const targets = Object.entries(batch.targets).map(([name, rows]) => [name, rows.map(changed)] as const);
  return [network, parameters, { ...batch, targets: Object.fromEntries(targets) }];
}

/** A network with reproducible parameters and a reproducible batch. */
export function example(network: Description, samples = 3, seed = 1): Example {
  return [network, randomParameters(network, seed), randomBatch(network, samples, seed + 1000)];
}

/** 3 inputs, hidden layers of 4, 5 and 3 units, 2 linear outputs. */
export function chain(activation: string, loss: string): LayeredDescription {
  const hidden = [4, 5, 3].map((units) => ({ type: 'dense', units, activation }));
  return { input: [3], layers: [...hidden, { type: 'dense', units: 2, activation: 'linear' }], loss };
}

/**
 * Everything a graph may do, listed out of order: two inputs, skips over one and two nodes (`a` to `c`,
 * `image` to `out`), a node with three children (`a`), an output with a child (`early`) and a clamped one.
 */
export function tangle(activation: string, loss: string): GraphDescription {
  const dense = (units: number, ...from: string[]) => ({ type: 'dense', units, activation, from });
  return {
    inputs: { image: [2, 2], clue: [2] },
    nodes: {
      out: dense(3, 'c', 'early', 'image'),
      c: dense(4, 'b', 'a'),
      early: dense(2, 'a', 'clue'),
      b: dense(3, 'a'),
      a: dense(4, 'image', 'clue'),
    },
    outputs: { out: { loss }, early: { loss } },
  };
}
