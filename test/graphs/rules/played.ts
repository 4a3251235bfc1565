// What a presentation of a batch under a rule leaves; it owes nothing to src.

import type { NaiveParameters } from '../naive.js';
import { type Circuit, type Fields, type Gates, heardBy, type Node, type Numbers } from './circuit.js';
import { functions } from './functions.js';

/** Inputs and targets of one sample. */
export interface Sample {
  readonly inputs: Fields;
  readonly targets: Fields;
}

/** Every state of every node, by NODE.STATE, sample after sample. */
export type Frame = Record<string, number[]>;

export interface Played {
  /** What each node answered to the inputs. */
  readonly forward: Frame;
  /** After 0, 1, ... steps of the first phase that has any, then after each step of those that follow. */
  readonly course: readonly Frame[];
  /** When all is over. */
  readonly states: Frame;
  /** Phases in which anything moves: how fast it still would, and the rule's energy. */
  readonly ends: readonly { readonly name: string; readonly energy?: number; readonly velocity: number }[];
  /** The mean over the batch, of parameters that learn. */
  readonly gradient: Numbers;
  /** Parameters that moved meanwhile. */
  readonly moved?: NaiveParameters | undefined;
}

/** States of the samples: by name, sample by sample. */
export type States = Readonly<Record<string, readonly Fields[]>>;

export function frameOf({ nodes }: Circuit, states: States): Frame {
  const frame: Frame = {};
  for (const [state, samples] of Object.entries(states))
    for (const { name } of nodes) frame[`${name}.${state}`] = samples.flatMap((fields) => [...fields[name]]);
  return frame;
}

export const fill = ({ nodes }: Circuit, value: number): Fields =>
  Object.fromEntries(nodes.map(({ name, size }) => [name, new Array<number>(size).fill(value)]));

/** A number for each unit of each node. */
export const each = ({ nodes }: Circuit, value: (node: Node, unit: number) => number): Fields =>
  Object.fromEntries(
    nodes.map((node) => [node.name, Array.from({ length: node.size }, (_, unit) => value(node, unit))]),
  );

export const zeros = (parameters: NaiveParameters): Numbers =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { data }]) => [name, new Array<number>(data.length).fill(0)]),
  );

/** p - rate * gradient. */
export const descended = (parameters: NaiveParameters, gradient: Numbers, rate: number): NaiveParameters =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { data }]) => [
      name,
      { data: Array.from(data, (p, k) => p - rate * (gradient[name]?.[k] ?? 0)) },
    ]),
  );

/** The largest |number|. */
export const largest = (lists: readonly Fields[]): number =>
  Math.max(0, ...lists.flatMap((fields) => Object.values(fields).flatMap((units) => units.map(Math.abs))));

/** What one sample leaves of the forward sweep. */
export interface Swept {
  /** f(a), of inputs the stimulus. */
  readonly rate: Fields;
  /** f'(a), without the slopes towards ports. */
  readonly slope: Fields;
  readonly bare: Fields;
  readonly gates: Gates;
}

/** rate = f(W rate below + b), node after node. */
export function sweep({ nodes }: Circuit, parameters: NaiveParameters, { inputs }: Sample): Swept {
  const rate: Fields = { ...inputs };
  const [slope, bare, gates]: [Fields, Fields, Gates] = [{}, {}, {}];
  for (const node of nodes) {
    const heard = heardBy(parameters, node, rate);
    const [f, df] = functions[node.activation];
    rate[node.name] = heard.a.map(f);
    slope[node.name] = heard.a.map(df);
    bare[node.name] = heard.bare;
    gates[node.name] = heard.gates;
  }
  return { rate, slope, bare, gates };
}
