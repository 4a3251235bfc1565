// Equilibrium propagation of any graph in plain loops (Scellier and Bengio 2017); it owes nothing to src.

import type { NaiveParameters } from '../naive.js';
import { addProducts, type Circuit, type Fields, type Gates, heardBy, returned } from './circuit.js';
import { errorAt, functions } from './functions.js';
import { each, frameOf, largest, type Played, type Sample, zeros } from './played.js';

export interface EpOptions {
  readonly nudging: 'one-sided' | 'symmetric';
  /** How strongly outputs are nudged; below 0, away from their targets. */
  readonly beta: number;
  readonly freeSteps: number;
  readonly nudgedSteps: number;
  readonly stepSize: number;
  /** Where samples begin, sample after sample by NODE.free; at 0, if not given. */
  readonly from?: Readonly<Record<string, ArrayLike<number>>>;
}

/**
 * E = sum of s^2 / 2 - rho(s) a, a what rho(s) below comes to with the bias; ds/dt = -dE/ds - beta dC/ds, s kept from 0 to 1.
 * dL/dw is the difference of dE/dw = -rho(s) (slope towards the port) rho(s below) between the nudged state and the free one, over
 * beta; or of those nudged both ways, over 2 beta.
 */
export function equilibriumPropagation(
  circuit: Circuit,
  parameters: NaiveParameters,
  samples: readonly Sample[],
  { nudging, beta, freeSteps, nudgedSteps, stepSize, from }: EpOptions,
): Played {
  const { nodes } = circuit;
  const rho = (s: Fields, inputs: Fields): Fields => ({
    ...inputs,
    ...each(circuit, ({ name, activation }, unit) => functions[activation][0](s[name][unit])),
  });
  const heard = (rates: Fields) => {
    const all = nodes.map((node) => [node.name, heardBy(parameters, node, rates)] as const);
    const gates: Gates = Object.fromEntries(all.map(([name, one]) => [name, one.gates]));
    return { a: Object.fromEntries(all.map(([name, { a }]) => [name, a])) as Fields, gates };
  };
  const velocity = (s: Fields, { inputs, targets }: Sample, by: number): Fields => {
    const rates = rho(s, inputs);
    const { a, gates } = heard(rates);
    const down = returned(circuit, parameters, rates, gates);
    const errors = Object.fromEntries(
      Object.entries(circuit.losses).map(([name, loss]) => [name, errorAt(loss, s[name], targets[name])]),
    );
    return each(circuit, ({ name, activation }, unit) => {
      const x = s[name][unit];
      const inside = functions[activation][1](x) * (a[name][unit] + down[name][unit]) - x;
      return inside - by * (errors[name]?.[unit] ?? 0);
    });
  };
  const energyOf = (s: Fields, { inputs }: Sample): number => {
    const rates = rho(s, inputs);
    const { a } = heard(rates);
    const shares = each(
      circuit,
      ({ name }, unit) => s[name][unit] ** 2 / 2 - rates[name][unit] * a[name][unit],
    );
    return Object.values(shares)
      .flat()
      .reduce((sum, one) => sum + one, 0);
  };
  const begun = samples.map((_, s) =>
    each(circuit, ({ name, size }, unit) => (from ? from[`${name}.free`][s * size + unit] : 0)),
  );
  let free = begun;
  const course = [frameOf(circuit, { s: begun, free })];
  const settle = (name: string, from: readonly Fields[], by: number, steps: number) => {
    let s = [...from];
    for (let step = 0; step < steps; step++) {
      s = s.map((now, k) => {
        const rates = velocity(now, samples[k], by);
        return each(circuit, (node, unit) =>
          Math.min(Math.max(now[node.name][unit] + stepSize * rates[node.name][unit], 0), 1),
        );
      });
      course.push(frameOf(circuit, { s, free }));
    }
    const energy = s.reduce((sum, now, k) => sum + energyOf(now, samples[k]), 0) / samples.length;
    return { s, end: { name, energy, velocity: largest(s.map((now, k) => velocity(now, samples[k], by))) } };
  };
  const gradient = zeros(parameters);
  const count = (s: readonly Fields[], gain: number) => {
    for (const [k, now] of s.entries()) {
      const rates = rho(now, samples[k].inputs);
      const { gates } = heard(rates);
      addProducts(circuit, gradient, gain / samples.length, { pre: rates, post: rates, gates });
    }
  };
  const first = settle('free', begun, 0, freeSteps);
  free = first.s;
  const forward = frameOf(circuit, { s: free });
  const second = settle('nudged', free, beta, nudgedSteps);
  const third = nudging === 'symmetric' ? settle('nudged back', free, -beta, nudgedSteps) : undefined;
  const over = third ? 2 * beta : beta;
  count((third ?? first).s, 1 / over);
  count(second.s, -1 / over);
  const states = frameOf(circuit, { s: (third ?? second).s, free });
  return {
    forward,
    course,
    states,
    ends: [first, second, ...(third ? [third] : [])].map(({ end }) => end),
    gradient,
  };
}
