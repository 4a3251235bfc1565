import { createHash } from 'node:crypto';
import { refuse } from '../errors.js';
import type { DataDescription } from './own/description.js';

/**
 * What the axes of an input mean: rows, columns and, if it has colours, channels of an image; steps and features of a
 * sequence; or nothing in particular.
 */
export type Form = 'image' | 'sequence' | 'vector';

/** What both kinds of split have: inputs of one shape. */
export interface Inputs {
  /** Number of samples. */
  readonly count: number;
  /** Shape of one input, such as [28, 28] (rows, columns) or [32, 32, 3]; its product is the size of an input. */
  readonly shape: readonly number[];
  /** What the axes of `shape` mean; if not given, two or three of them are those of an image. */
  readonly form?: Form;
  /** count x size numbers, one input after another, each row by row. What comes as bytes stays bytes. */
  readonly inputs: Uint8Array | Float32Array;
  /** What a network is given is a number times this: 1/255 or 1/16 brings bytes into [0, 1]. */
  readonly scale: number;
}

/** One half of a data set: inputs with a class each. */
export interface ClassSplit extends Inputs {
  /** One class per input, 0 .. classes - 1. */
  readonly labels: Uint8Array;
}

/** One half of a data set: inputs with a vector of real numbers each, for regression. */
export interface RealSplit extends Inputs {
  /** count x targetSize numbers, one target after another. */
  readonly targets: Float32Array;
}

/** One half of a data set. */
export type Split = ClassSplit | RealSplit;

/** What both kinds of data set have. */
interface Origin {
  readonly name: string;
  /**
   * sha256, in hex, over the uncompressed content of all its files in the order of the catalogue;
   * for a built-in set over inputs and targets of train, then of test.
   */
  readonly checksum: string;
  /** False when a file is not the published one, such as a subset of one's own; a built-in set is always verified. */
  readonly verified: boolean;
  /** Where it comes from: a directory, or 'built in, seed 1'. */
  readonly source: string;
  /** Of data of one's own: what they were found to be. */
  readonly description?: DataDescription;
}

/** Inputs of known classes to learn from, and to be judged by. */
export interface ClassSet extends Origin {
  readonly classes: number;
  /** What they are called, by their labels; by these, if not given. */
  readonly classNames?: readonly string[];
  readonly train: ClassSplit;
  /** Samples to choose by while learning, none of which is learnt from; not in every set. */
  readonly validation?: ClassSplit;
  readonly test: ClassSplit;
}

/** Inputs with real-valued targets to learn from, and to be judged by. */
export interface RealSet extends Origin {
  /** How many numbers a target has. */
  readonly targetSize: number;
  readonly train: RealSplit;
  /** As of classes. */
  readonly validation?: RealSplit;
  readonly test: RealSplit;
}

/** What to learn from, and what to be judged by. */
export type DataSet = ClassSet | RealSet;

/** Numbers in one input. */
export function inputSize({ shape }: Pick<Inputs, 'shape'>): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** What the axes of a split's inputs mean. */
export function formOf({ form, shape }: Pick<Inputs, 'form' | 'shape'>): Form {
  return form ?? (shape.length === 2 || shape.length === 3 ? 'image' : 'vector');
}

/** Units of an output that learns the targets: one for each class, or for each number. */
export function targetSizeOf(data: DataSet): number {
  return 'classes' in data ? data.classes : data.targetSize;
}

/**
 * A data set whose targets are classes, for what counts right answers.
 * @throws {InputError} naming `where` when its targets are numbers
 */
export function requireClasses(data: DataSet, where: string): ClassSet {
  if ('classes' in data) return data;
  return refuse({
    where: `${where}.data`,
    got: `${data.name}, whose targets are numbers`,
    expected: 'a data set of classes',
  });
}

/** sha256 in hex over the bytes of several pieces, as if they were one. */
export function sha256(...pieces: readonly NodeJS.ArrayBufferView[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
