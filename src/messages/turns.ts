/** How far apart the turns are, in tau: more than float64 can tell up to 256 tau. */
const TURN = 2 ** -44;

/**
 * The next turn of a neuron after `now`. Neurons that a kink holds and that share afferents change each other's drives:
 * if all corrected their feedback at once, each would leave out the others (Jacobi's method), which need not settle. One
 * after the other it does (Gauss-Seidel, of a positive semidefinite matrix where feedback is transposed).
 * @param unit its place in its node @param units how many take turns
 */
export function turnAfter(now: number, unit: number, units: number): number {
  let step = TURN;
  while (step < 2 * Number.EPSILON * now) step *= 2;
  const round = units * step;
  const time = Math.floor(now / round) * round + unit * step;
  return time > now ? time : time + round;
}

/** The next instant that a float64 can tell from `now`. */
export const nextInstant = (now: number) => now + Number.EPSILON * Math.max(1, now);
