/**
 * When a leaky activity under a constant drive, x(s) = u + rest e^-s, will have moved by a quantum from what was last said:
 * s = log(rest / (c - u)) at the level c = said +- quantum that lies on its way to u. Infinity when there is none: the
 * neuron is silent for good, unless it hears something.
 * @returns s in tau, at least 0
 */
export function nextCrossing(u: number, rest: number, said: number, quantum: number): number {
  if (rest === 0 || Math.abs(u - said) <= quantum) return Infinity;
  const level = u > said ? said + quantum : said - quantum;
  // Both differences have the sign of rest, for the level lies between where it is and where it goes.
  return Math.max(0, Math.log(rest / (level - u)));
}
