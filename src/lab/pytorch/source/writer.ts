import type { Network } from '../../../network/network.js';
import type { NodeSpec } from '../../../network/node-type.js';
import { imageOf } from '../../../network/patterns/convolution.js';
import type { Shape } from '../../../network/shapes.js';
import type { ViewSpec } from '../../../network/view.js';
import type { Surroundings } from '../surroundings.js';

/** What stands for a node, or for all that a builder made, in a Python program. */
export interface Written {
  /** The module that holds its parameters, called as the node. */
  readonly module?: string;
  /** Modules beside it, by what they are called. */
  readonly parts?: readonly (readonly [name: string, module: string])[];
  /** What it makes of the activities before it, which `at` names; before its activation function. */
  readonly value: string;
}

/** Writes nodes of a type. One file per type, or for types that differ in a word. */
export type Writer = (node: string, spec: NodeSpec, around: Surroundings) => Written;

/** What stands for all that a builder made, from what it was made of. */
export interface WrittenWhole extends Written {
  /** What it takes. */
  readonly x: string;
  /** The builder's settings. */
  readonly spec: object;
}

/** Writes what a builder made. */
export type BuiltWriter = (around: Surroundings, node: string) => WrittenWhole;

/** The nodes and views within one that a builder made. */
export const inner = ({ nodes, views = {} }: Network, node: string): string[] =>
  [...Object.keys(nodes), ...Object.keys(views)].filter((name) => name.startsWith(`${node}.`));

/** Writes views of a type. */
export type ViewWriter = (spec: ViewSpec, shapes: readonly Shape[]) => string;

/** A text as Python has it. */
export const quoted = (text: string): string => JSON.stringify(text);

/** The activities of a node, view or input: [batch, ...] in our order of axes. */
export const at = (name: string): string => `a[${quoted(name)}]`;

/** The activities of an image, channels first. */
export function imageAt(name: string, shape: Shape): string {
  const image = shape.length === 3 ? at(name) : `${at(name)}.reshape(-1, ${commas(imageOf(shape))})`;
  return `first(${image})`;
}

/** The module of a node. */
export const moduleOf = (name: string): string => `of(self, ${quoted(name)})`;

/** Ones where axis 1 is not beyond axis 0, of what has that shape. */
export const keptBelow = (x: string, [now, then, ...rest]: Shape): string =>
  `torch.ones(${now}, ${then}).tril().reshape(${commas([now, then, ...rest.map(() => 1)])}).to(${x})`;

/** `1, 2, 3`. */
export const commas = (numbers: Shape): string => numbers.join(', ');

/** As a tuple: `(1,)`. */
export const tuple = (numbers: Shape): string => `(${commas(numbers)}${numbers.length === 1 ? ',' : ''})`;

/** Whether a node has a bias. */
export const hasBias = ({ parameters }: Surroundings, node: string): boolean =>
  Object.hasOwn(parameters, `${node}.bias`);

/** `True`, `False`. */
export const truth = (value: boolean): string => (value ? 'True' : 'False');
