import { refuse } from '../../../errors.js';

/** By how much a neuron may be wrong for each unit by which those of one node are: sums over paths, by what is below. */
export type Gains = ReadonlyMap<string, Float64Array>;

/**
 * Quanta with which the bound of the worst neuron is `error`: equal shares, and then all grow by one factor.
 * @param gains of each node that speaks
 * @throws {InputError} where products of weights overflow
 */
export function quantaOf(gains: ReadonlyMap<string, Gains>, error: number): Readonly<Record<string, number>> {
  const quanta = atMost(error, equalShares(gains, error), gains);
  const bad = quanta.find(([, q]) => !(q > 0 && q < Infinity));
  if (bad) {
    const expected = 'finite products of weights, and a quantum above 0';
    refuse({ where: 'quantaFor.parameters', got: `${bad[1]} at ${bad[0]}`, expected });
  }
  return Object.fromEntries(quanta);
}

function equalShares(gains: ReadonlyMap<string, Gains>, error: number): Map<string, number> {
  const shares = new Map<string, number>();
  for (const below of gains.values()) {
    for (const p of below.keys()) shares.set(p, (shares.get(p) ?? 0) + 1);
  }
  const quanta = new Map<string, number>();
  for (const [k, below] of gains) {
    const limits = [...below].map(
      ([p, gain]) => error / (shares.get(p)! * gain.reduce((a, b) => Math.max(a, b))),
    );
    quanta.set(k, Math.min(Infinity, ...limits));
  }
  return quanta;
}

/** The same quanta, as far from zero as the bound allows. */
function atMost(error: number, quanta: ReadonlyMap<string, number>, gains: ReadonlyMap<string, Gains>) {
  const bounds = new Map<string, Float64Array>();
  for (const [k, below] of gains) {
    for (const [p, gain] of below) {
      const bound = bounds.get(p) ?? new Float64Array(gain.length);
      for (let j = 0; j < gain.length; j++) bound[j] += gain[j] * quanta.get(k)!;
      bounds.set(p, bound);
    }
  }
  let worst = 0;
  for (const bound of bounds.values()) worst = bound.reduce((a, b) => Math.max(a, b), worst);
  return [...quanta].map(([k, q]) => [k, q < Infinity ? (q * error) / worst : error] as const);
}
