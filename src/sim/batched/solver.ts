import type { Layout } from '../../network/layout.js';
import type { RelaxationRule } from '../rule.js';
import type { Relaxation } from '../simulator.js';
import type { Device } from './device.js';
import type { ByName, Projections, Sweep } from './forward.js';

/** What a solver starts from. */
export interface Problem<T> {
  readonly m: Device<T>;
  readonly layout: Layout;
  readonly projections: Projections<T>;
  readonly rule: RelaxationRule;
  readonly relaxation: Relaxation;
  readonly sweep: Sweep<T>;
  /** Loss gradient at each output node. */
  readonly error: Readonly<ByName<T>>;
  /** Called with every node's activity after 0, 1, ... steps; a solver without steps calls it once, at the end. */
  readonly onStep?: ((activity: Readonly<ByName<T>>) => void) | undefined;
}

/** A way to find the activities that a relaxation leaves: every node's, the clamped ones included. */
export type Solver = <T>(problem: Problem<T>) => ByName<T>;
