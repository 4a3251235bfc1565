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
  /** Whether its neurons relax, or pass on at once what they hear; if not given, whether it has synapses that learn. */
  readonly relaxes?: boolean | undefined;
  /** Another node, whose parameters it has, too: each learns from both. */
  readonly share?: string | undefined;
  /** The builder that made it and the nodes NAME.SOMETHING of which it is made, if one did: a note, by which nothing computes. */
  readonly built?: string | undefined;
  /** Initialiser per parameter: weight, bias; feedback where it is not that of the weight. */
  readonly init: Readonly<Record<string, InitialiserSpec>>;
}

/** A parameter of a node: `weight` or `bias`. */
export interface ParameterShape {
  readonly shape: Shape;
  readonly fan: Fan;
}

/** Slopes of a neuron towards its ports, as whole layers have them: what its projection makes of it is its own affair. */
export type Gate<T> = readonly T[];

/** Synapses of a node that have a weight of their own, beside those of NODE.weight. */
export interface BundleShape {
  /** Their weight among the parameters, and their feedback weights. */
  readonly key: string;
  readonly feedbackKey: string;
  readonly feedback: ParameterShape | undefined;
  /** The parent that they come from. */
  readonly parent: number;
  /** How choices and rates call them, and which units they connect. */
  readonly part: { readonly address: string; readonly pattern: string };
  /** Whose weight they have: `NODE` or `NODE:NAME`. */
  readonly share?: string | undefined;
  /** Initialisers of the weight and the feedback weights, where they are others than the node's. */
  readonly init: Readonly<Record<string, InitialiserSpec>>;
}

/** A node's synapses as whole-layer operations on tensors [batch, units], made once per parameter change. */
export interface Projection<T> {
  /** What the ports of the node make of what comes up: their sum, W concat(parents), or their product or maximum. */
  current(parents: readonly T[]): T;
  /** a = current + b, where the node has biases. */
  withBias(current: T): T;
  /** How that changes with each port; undefined where ports are added. */
  gate?(parents: readonly T[]): Gate<T>;
  /**
   * What the node's messages deliver to the parent at place `parent`: W^T or B message, that parent's part.
   * @param gate where ports are not added, times the slope towards each; the same to all, if not given
   */
  feedback(parent: number, message: T, gate?: Gate<T>): T;
  /** Sums of pre x post over batch and synapses sharing a parameter. */
  products(parents: readonly T[], post: T, gate?: Gate<T>): Readonly<Record<string, T>>;
  /** Numbers laid out as `weight`, as feedback weights have them. @param key of another weight than NODE.weight */
  turned(weight: T, key?: string): T;
}

/** How the ports of a node make its pre-activation. */
export type Integration = 'sum' | 'product' | 'max';

/**
 * A type of node: how it is described, which parameters and synapses it has. One file per type.
 * Weights are laid out output first, as PyTorch has them.
 */
export interface NodeType {
  /** Keys beyond `type`, `activation`, `from` and `init`. */
  readonly schema: z.ZodObject;
  /** Initialisers of its parameters, where they are others than the network's. */
  readonly init?: Readonly<Record<string, InitialiserSpec>>;
  /** `sum` if not given. */
  readonly integration?: Integration;
  /** The same, where it depends on the description. */
  integrationOf?(spec: NodeSpec): Integration;
  /**
   * A description with all that it says indirectly: its parents in `from`. Done again it changes nothing.
   * @throws {InputError} naming what of it is wrong
   */
  describe?(where: string, given: Record<string, unknown>): Record<string, unknown>;
  /** A bias of all its neurons that is fixed, and no parameter; 0 if not given. */
  offset?(spec: NodeSpec): number;
  /** @throws {InputError} on parents that such a node cannot have, or that its description does not fit */
  check?(where: string, spec: NodeSpec, parents: readonly Shape[]): void;
  shape(spec: NodeSpec, parents: readonly Shape[]): Shape;
  /** `weight` and `bias`, as far as it has them. */
  parameters(spec: NodeSpec, parents: readonly Shape[]): Readonly<Record<string, ParameterShape>>;
  /** Feedback weights, for pathways that have their own, drawn as the weight is; none where nothing learns. */
  feedback(spec: NodeSpec, parents: readonly Shape[]): ParameterShape | undefined;
  /** Synapses that have weights of their own beside NODE.weight; none, if not given. @param name of the node */
  bundles?(spec: NodeSpec, parents: readonly Shape[], name: string): readonly BundleShape[];
  /** All synapses, in blocks. */
  synapses(spec: NodeSpec, parents: readonly Shape[]): readonly SynapseBlock[];
  projection<T>(
    m: Tensors<T>,
    spec: NodeSpec,
    parents: readonly Shape[],
    parameters: Readonly<Record<string, T>>,
    /** NODE.feedback, where the pathway has weights of its own; the transposed weight carries down where not. */
    feedback?: T,
    /** The same of each weight of its own, by its key. */
    others?: Readonly<Record<string, T | undefined>>,
  ): Projection<T>;
}
