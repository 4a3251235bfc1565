import type { Tensors } from '../../math/arithmetic.js';
import type { LaidOutNode } from '../../network/layout.js';
import type { Projection } from '../../network/node-type.js';
import type { Shape } from '../../network/shapes.js';
import type { DirectSynapses } from './direct.js';

/** Tensors with memory: all that the batched engine asks of a backend. */
export interface Device<T> extends Tensors<T> {
  /**
   * The same, for who keeps operands for as long as what was made of them: it may put work off until a result is asked for,
   * and save it where that never comes.
   */
  readonly deferring?: Device<T> | undefined;
  /** Of one that looks on: who stands in for synapses. */
  readonly watcher?: Watcher<T> | undefined;
  /** Copies values in, as float32. */
  upload(values: ArrayLike<number>, shape: Shape): T;
  /** One number all over, which stays: quicker than to copy it in each time. */
  filled?(value: number, shape: Shape): T;
  /**
   * Copies values out, row-major. Of what was made in a scope that lasts they may be there at its end only; on a device that is
   * read later, once `settled` says so.
   */
  read(tensor: T): Float32Array;
  /** When all that has been read until now is there; undefined on a device that is read at once. */
  settled(): Promise<void> | undefined;
  shape(tensor: T): Shape;
  /** Runs `work` and frees every tensor it made but those in its result (arrays and objects of tensors). */
  scope<R extends TensorTree<T>>(work: () => R): R;
  /**
   * Does `work`, within a scope that lasts, or the same operations that it did under this key before, if that is quicker here.
   * @param owner for as long as it is there, keys are known
   * @param key where it is the same, `work` does the same operations on what is given, and constants
   * @param given all tensors that `work` uses besides
   */
  again?<R extends Groups<T>>(owner: object, key: string, given: readonly T[], work: () => R): R;
  free(tensors: readonly T[]): void;
  /** Number of tensors alive. */
  live(): number;
}

/** Stands in for synapses, in whole layers. */
export interface Watcher<T> {
  /** The synapses of a node, in place of those given, with the parameters that these have. */
  projection(node: LaidOutNode, of: Projection<T>, own: Parameterised<T>): Projection<T>;
  /** The same of those that lead to it directly from the outputs. */
  direct(
    node: LaidOutNode,
    outputs: readonly LaidOutNode[],
    of: DirectSynapses<T>,
    weight: T,
  ): DirectSynapses<T>;
}

/** Tensors in arrays and plain objects. */
export type TensorTree<T> = T | readonly T[] | Readonly<Record<string, T | Readonly<Record<string, T>>>>;

/** Tensors by name, in groups by name. */
export type Groups<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

/** The parameters that a node's synapses have, by their keys; of weights those beside them that messages go down over, where there are any. */
export interface Parameterised<T> {
  readonly named: Readonly<Record<string, T>>;
  readonly feedback: Readonly<Record<string, T | undefined>>;
}
