import { relaxationOf } from '../../src/sim/relaxation.js';
import type { Relaxation } from '../../src/sim/simulator.js';

/** How much is said, in each family of ways to speak. */
export interface Talk {
  readonly steps: Readonly<Record<number, readonly number[]>>;
  /** Steps of 0.1 from the forward activities, as in the paper. */
  readonly forwardSteps: readonly number[];
  readonly durations: readonly number[];
  readonly quanta: readonly number[];
  readonly relative: readonly number[];
  /** Below which a relative quantum does not go. */
  readonly floors: readonly number[];
  /** Times in tau after which the first of the quanta is halved, and down to which quanta. */
  readonly anneal: readonly number[];
  readonly smallest: readonly number[];
}

/** A way to speak, and how much it does. */
export interface Way {
  readonly family: string;
  readonly name: string;
  readonly relaxation: Relaxation;
}

export const absolute = 'absolute quantum';
export const relative = 'relative quantum';
export const annealed = 'annealed quantum';

/** All ways to speak that are compared. */
export function waysOf(settings: Talk): Way[] {
  const { steps, forwardSteps, durations, quanta, anneal, smallest } = settings;
  const initial = 'zero';
  const way = (family: string, name: string, given: Partial<Relaxation>): Way => ({
    family,
    name,
    relaxation: relaxationOf({ initial, ...given }),
  });
  const threshold = (family: string, name: string, given: Partial<Relaxation>) =>
    way(family, name, { messages: 'threshold', ...given });
  const stepped = Object.entries(steps).flatMap(([size, counts]) =>
    counts.map((count) =>
      way(`steps of ${size}`, `${count} steps of ${size}`, {
        solver: 'euler',
        steps: count,
        stepSize: Number(size),
      }),
    ),
  );
  const [coarsest] = quanta;
  const halved = anneal.flatMap((tau) =>
    smallest.map((q) =>
      threshold(annealed, `${coarsest} halved every ${tau} tau to ${q}`, {
        quantum: coarsest,
        anneal: tau,
        smallestQuantum: q,
      }),
    ),
  );
  return [
    ...forwardSteps.map((count) =>
      way('steps of 0.1, from forward', `${count} steps of 0.1 from forward`, {
        solver: 'euler',
        steps: count,
        stepSize: 0.1,
        initial: 'forward',
      }),
    ),
    ...stepped,
    way('one step from the top down', '1 step of 1, from the top down', {
      solver: 'euler',
      steps: 1,
      stepSize: 1,
      schedule: 'top-down',
    }),
    ...durations.map((duration) => way('trajectory', `trajectories of ${duration} tau`, { duration })),
    ...quanta.map((quantum) => threshold(absolute, `quantum ${quantum}`, { quantum })),
    ...settings.relative.flatMap((relativeQuantum) =>
      settings.floors.map((quantum) =>
        threshold(relative, `relative ${relativeQuantum}, at least ${quantum}`, { quantum, relativeQuantum }),
      ),
    ),
    ...halved,
  ];
}
