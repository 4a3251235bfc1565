import { quantaFor } from '../../src/sim/events/build/quanta-for.js';
import type { Relaxation } from '../../src/sim/simulator.js';
import type { Scene } from './scene.js';

/** Quanta that are compared. */
export interface Quanta {
  /** From the coarsest to the finest. */
  readonly quanta: readonly number[];
  readonly relative: readonly number[];
  /** Times in tau after which the coarsest quantum is halved, down to the finest. */
  readonly anneal: readonly number[];
  /** Errors wanted of the networks with fewer than five hidden layers: deeper, quanta would be far too fine. */
  readonly wanted: readonly number[];
}

/** A way of speaking. */
export interface Way {
  readonly name: string;
  readonly kind: 'absolute' | 'relative' | 'annealed' | 'wanted';
  /** Its quantum, its share, its time or its error. */
  readonly value: number;
  readonly speech: (scene: Scene) => Partial<Relaxation>;
}

/** All ways of speaking that are compared, in a network of so many hidden layers. */
export function waysOf({ quanta, relative, anneal, wanted }: Quanta, hidden: number): Way[] {
  const [coarse, fine] = [quanta[0], quanta[quanta.length - 1]];
  const ways =
    (kind: Way['kind'], values: readonly number[], name: (value: number) => string) =>
    (speech: (value: number, scene: Scene) => Partial<Relaxation>) =>
      values.map(
        (value): Way => ({ name: name(value), kind, value, speech: (scene) => speech(value, scene) }),
      );
  return [
    ...ways('absolute', quanta, (q) => `quantum ${q}`)((quantum) => ({ quantum })),
    ...ways(
      'relative',
      relative,
      (r) => `relative ${r}, at least ${fine}`,
    )((relativeQuantum) => ({
      quantum: fine,
      relativeQuantum,
    })),
    ...ways(
      'annealed',
      anneal,
      (tau) => `${coarse} halved every ${tau} tau to ${fine}`,
    )((tau) => ({
      quantum: coarse,
      anneal: tau,
      smallestQuantum: fine,
    })),
    ...ways(
      'wanted',
      hidden < 5 ? wanted : [],
      (error) => `for an error of ${error}`,
    )((error, scene) => ({
      quantum: quantaFor(scene.network, scene.parameters, error),
    })),
  ];
}
