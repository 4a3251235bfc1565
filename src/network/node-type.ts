import type { z } from 'zod';
import type { Tensors } from '../math/arithmetic.js';
import type { ActivationName } from '../neurons/activations.js';
import type { SynapseBlock } from '../synapses/synapse-block.js';
import type { Fan, InitialiserSpec } from './initialiser.js';
import type { Shape } from './shapes.js';

/** What every node description has, whatever its type. */
export interface NodeSpec {
  readonly type: string;
  readonly activation: ActivationName;
  /** Parents, in order. */
  readonly from: readonly string[];
  /** Initialiser per parameter: weight, bias; feedback where it is not that of the weight. */
  readonly init: Readonly<Record<string, InitialiserSpec>>;
}

/** A parameter of a node: `weight` or `bias`. */
export interface ParameterShape {
  readonly shape: Shape;
  readonly fan: Fan;
}

/** A node's synapses as whole-layer operations on tensors [batch, units], made once per parameter change. */
export interface Projection<T> {
  /** W concat(parents) */
  current(parents: readonly T[]): T;
  /** a = W concat(parents) + b, from the current */
  withBias(current: T): T;
  /** What the node's messages deliver to the parent at place `parent`: W^T or B message, that parent's part. */
  feedback(parent: number, message: T): T;
  /** Sums of pre x post over batch and synapses sharing a parameter. */
  products(parents: readonly T[], post: T): Readonly<Record<string, T>>;
  /** The same sums, of `weight`, as feedback weights have them: transposed. */
  turned(weight: T): T;
}

/**
 * A type of node: how it is described, which parameters and synapses it has. One file per type.
 * Weights are laid out as PyTorch has them.
 */
export interface NodeType {
  /** Keys beyond `type`, `activation`, `from` and `init`. */
  readonly schema: z.ZodObject;
  shape(spec: NodeSpec, parents: readonly Shape[]): Shape;
  parameters(spec: NodeSpec, parents: readonly Shape[]): Readonly<Record<string, ParameterShape>>;
  /** Feedback weights, for pathways that have their own; transposed, and otherwise drawn as the weight is. */
  feedback(spec: NodeSpec, parents: readonly Shape[]): ParameterShape;
  /** All synapses, in blocks. */
  synapses(spec: NodeSpec, parents: readonly Shape[]): readonly SynapseBlock[];
  projection<T>(
    m: Tensors<T>,
    spec: NodeSpec,
    parents: readonly Shape[],
    parameters: Readonly<Record<string, T>>,
    /** NODE.feedback, where the pathway has weights of its own; the transposed weight carries down where not. */
    feedback?: T,
  ): Projection<T>;
}
