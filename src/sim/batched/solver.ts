import type { LaidOutInput, LaidOutNode, Layout } from '../../network/layout.js';
import { activations } from '../../neurons/activations.js';
import type { RelaxationRule } from '../rule.js';
import type { Relaxation } from '../simulator.js';
import type { Device } from './device.js';
import type { ByName, Projections, Sweep } from './forward.js';

/** What a solver needs to know of a node: an input that relaxes is one too. */
export type RelaxationNode = Pick<
  LaidOutNode,
  'name' | 'size' | 'role' | 'loss' | 'parents' | 'children' | 'activation'
>;

/** Everything that a relaxation is about, in topological order. */
export function relaxationNodes({ inputs, nodes }: Layout, inputsRelax: boolean): readonly RelaxationNode[] {
  return inputsRelax ? [...inputs.map(asNode), ...nodes] : nodes;
}

const asNode = (input: LaidOutInput): RelaxationNode => ({
  ...input,
  role: 'relaxing',
  loss: undefined,
  parents: [],
  activation: activations.linear,
});

/** What a solver starts from. */
export interface Problem<T> {
  readonly m: Device<T>;
  readonly nodes: readonly RelaxationNode[];
  /** With weights as they are: they may change during the relaxation. */
  readonly projections: Projections<T>;
  readonly rule: RelaxationRule;
  readonly relaxation: Relaxation;
  readonly sweep: Sweep<T>;
  /** Loss gradient at each output node. */
  readonly error: Readonly<ByName<T>>;
  /** What is kept of the way; a solver without steps keeps its end. */
  readonly frames?: Frames<T> | undefined;
  /** Where weights move during the relaxation: their change from a state, over one step, to be made when it is called. */
  readonly learn?: ((activity: Readonly<ByName<T>>) => () => void) | undefined;
}

/** Takes every node's activity after some of 0, 1, ... steps. */
export interface Frames<T> {
  keeps(step: number): boolean;
  take(activity: Readonly<ByName<T>>): void;
}

/** A way to find the activities that a relaxation leaves: every node's, the clamped ones included. */
export type Solver = <T>(problem: Problem<T>) => ByName<T>;
