import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attribute, Binding, Made } from './binding.js';
import { type GraphNode, savedModel, tag } from './graph-def.js';

/** An operation that was put off: its operands are tensors from outside, or come from operations before it. */
export interface Step {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  /** Of a tensor from outside its number among these, below zero: -1 is the first; else the number of a step. */
  readonly inputs: readonly number[];
  /** What it is in the key of a plan, once that was asked for. */
  key?: string;
}

/** Steps, and which of them are asked for. */
export interface Plan {
  readonly steps: readonly Step[];
  /** Types of the tensors from outside. */
  readonly feeds: readonly number[];
  readonly fetches: readonly number[];
}

/** Steps that TensorFlow runs in one call. */
export interface Program {
  run(feeds: readonly number[]): readonly Made[];
  dispose(): void;
}

const fed = (i: number): string => `x${i}`;
const made = (i: number): string => `y${i}`;

/**
 * Has TensorFlow make a session of steps: the binding takes one as a file only.
 * @throws {Error} where there is no room for the file, or TensorFlow knows an operation otherwise
 */
export function compiled({ steps, feeds, fetches }: Plan, binding: Binding): Program {
  const type = (value: number): Attribute => ({ name: 'dtype', type: binding.TF_ATTR_TYPE, value });
  const nodes: GraphNode[] = [
    ...feeds.map((dtype, i) => ({
      ...{ name: fed(i), operation: 'Placeholder', inputs: [], attributes: [type(dtype)] },
    })),
    ...steps.flatMap((step, i) => nodesOf(step, i)),
  ];
  const id = loaded(savedModel(nodes, binding), binding);
  const apart = fusible(steps).filter((i) => !fetches.includes(i));
  const [into, from] = [feeds.map((_, i) => fed(i)), [...fetches, ...apart].map(made)].map((names) =>
    names.map((name) => `${name}:0`).join(),
  );
  return {
    run: (tensors) => {
      const all = binding.runSavedModel(id, tensors, into, from);
      for (const one of all.slice(fetches.length)) binding.deleteTensor(one.id);
      return all.slice(0, fetches.length);
    },
    dispose: () => binding.deleteSavedModel(id),
  };
}

/**
 * Products to which a bias is added. TensorFlow would make one kernel of both, which has other bits where a product has one row
 * or column: what is asked for stays by itself.
 */
const fusible = (steps: readonly Step[]): number[] => [
  ...new Set(
    steps
      .filter(({ name }) => name === 'BiasAdd')
      .map(({ inputs: [of] }) => of)
      .filter((of) => of >= 0),
  ),
];

function nodesOf({ name, attributes, inputs }: Step, i: number): GraphNode[] {
  const names = inputs.map((input) => (input < 0 ? fed(-1 - input) : made(input)));
  if (name === 'AddN') return summed(names, made(i), attributes);
  return [{ name: made(i), operation: name, attributes, inputs: names }];
}

/** So many numbers TensorFlow's kernel for sums adds up before it adds them to what there is. */
const block = 8;

/**
 * AddN as sums of two, with the bits of its kernel: that begins with 2 to 9 of them, and adds blocks of 8. AddN itself would
 * be optimised into another order, that of names.
 */
function summed(parts: readonly string[], as: string, attributes: readonly Attribute[]): GraphNode[] {
  const type = attributes.filter((one) => one.name === 'T');
  const nodes: GraphNode[] = [];
  const add = (a: string, b: string): string => {
    const name = nodes.length === parts.length - 2 ? as : `${as}_${nodes.length}`;
    nodes.push({ name, operation: 'AddV2', attributes: type, inputs: [a, b] });
    return name;
  };
  const rest = parts.length % block;
  const first = rest < 2 ? rest + block : rest;
  let sum = parts.slice(0, first).reduce(add);
  for (let from = first; from < parts.length; from += block)
    sum = add(sum, parts.slice(from, from + block).reduce(add));
  return nodes;
}

function loaded(model: Uint8Array, binding: Binding): number {
  const folder = mkdtempSync(join(tmpdir(), 'relaxon-graph-'));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), model);
    return binding.loadSavedModel(folder, tag);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
