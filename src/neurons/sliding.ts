import { firstFall } from '../math/first-fall.js';
import { largest, settledStart } from '../math/rounding.js';
import { mapLinear, plus, type Trajectory } from '../math/trajectory.js';

/*
 * At a kink of a neuron's activation function whose two slopes both drive its pre-activation a back, a stays there, and
 * the neuron's feedback is what keeps it (Filippov's solution; the limit of Euler steps, which cross to and fro). All of
 * it is known to the neuron. With A = a + da/ds the drive of its pre-activation and G = sum of w w_down over its own
 * synapses, by which its feedback phi comes back to it in A, it has to say
 *
 *     phi + (kink - A) / G
 *
 * instead of phi: then A = kink, and a - kink, should rounding have left any, decays by e^-s. It is of the form of
 * every other future. It holds as long as phi lies between what the two slopes would make of the activity.
 */

/** a + da/ds: only the terms shift by one place. */
export function driveOf({ origin, constant, terms }: Trajectory): Trajectory {
  return { origin, constant, terms: terms.slice(1) };
}

/** What has to be added to the feedback for the drive `A` to be at the kink. @param loop G, not 0 */
export function correction(kink: number, { origin, constant, terms }: Trajectory, loop: number): Trajectory {
  return { origin, constant: (kink - constant) / loop, terms: terms.map((term) => -term / loop) };
}

/** A neuron that comes to a kink. */
export interface Arrival {
  readonly kink: number;
  /** 1 from below, -1 from above. */
  readonly way: 1 | -1;
  /** The slopes on the side where it is and beyond. */
  readonly slopes: readonly [here: number, beyond: number];
  /** The futures of its activity and of its pre-activation. */
  readonly x: Trajectory;
  readonly a: Trajectory;
  /** G */
  readonly loop: number;
}

/** The feedback with which the kink holds it; undefined where it goes on to the other side. */
export function holding({ kink, way, slopes: [here, beyond], x, a, loop }: Arrival): Trajectory | undefined {
  if (loop === 0) return undefined;
  const needed = correction(kink, driveOf(a), loop);
  // Where between the two slopes the one is that keeps it there.
  const share = startOf(needed) / (startOf(x) * (beyond - here));
  if (!(share > 0 && share < 1)) return undefined;
  // If both slopes drive it away from the kink, it goes on.
  if (loop * startOf(needed) * way > 0) return undefined;
  return plus(
    mapLinear(x, (activity) => activity * here),
    needed,
  );
}

/** How long a feedback stays between two others, and which one it leaves by; all told from the same time on. */
export function untilOutside(
  feedback: Trajectory,
  bounds: readonly [low: Trajectory, high: Trajectory],
): { readonly wait: number; readonly bound: 0 | 1 } {
  const sign = Math.sign(startOf(bounds[1]) - startOf(bounds[0]));
  const size = Math.max(largest(bounds[0]), largest(bounds[1]));
  const [low, high] = bounds.map((bound, k) => {
    const gap = plus(feedback, bound, -1);
    const factor = k === 0 ? sign : -sign;
    const distance = {
      ...gap,
      constant: factor * gap.constant,
      terms: gap.terms.map((term) => factor * term),
    };
    return firstFall(settledStart(distance, size));
  });
  return low <= high ? { wait: low, bound: 0 } : { wait: high, bound: 1 };
}

/** A future at its origin. */
const startOf = ({ constant, terms }: Trajectory) => constant + (terms[0] ?? 0);
