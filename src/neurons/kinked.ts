import type { Trajectory } from '../math/trajectory.js';
import type { Activation } from './activation.js';

/** Whose kinks they are. */
export interface Kinked {
  /** `NODE[unit]` */
  readonly address: string;
  readonly activation: Activation;
  /** Its place in its node, and how many there are. */
  readonly unit: number;
  readonly units: number;
  /** What its agenda is called as an owner of tasks; `NODE[unit].kinks` if not given. */
  readonly agenda?: string;
}

/** What a neuron with kinks is saved as. */
export interface SavedCrossings {
  readonly own: object;
  readonly futures: {
    readonly holding: Trajectory | null;
    readonly a: Trajectory;
    readonly x: Trajectory;
  };
  readonly plan: { readonly planned: number; readonly waiting: number; readonly zeno: readonly number[] };
}
