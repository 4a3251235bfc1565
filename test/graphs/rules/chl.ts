// Contrastive Hebbian learning of any graph in plain loops (Xie and Seung 2003); it owes nothing to src.

import type { NaiveParameters } from '../naive.js';
import { addProducts, type Circuit, type Fields, type Gates, heardBy, returned } from './circuit.js';
import { functions } from './functions.js';
import { each, fill, frameOf, largest, type Played, type Sample, zeros } from './played.js';

export interface ChlOptions {
  readonly gamma: number;
  readonly freeSteps: number;
  readonly clampedSteps: number;
  readonly stepSize: number;
}

/**
 * dx/dt = -x + f(a + gamma * what comes down), a of x below, all neurons free and then outputs held at their targets; down comes
 * x times the slope towards the port. dL/dw = gamma^-d (free x x below - clamped x x below), d the distance to the outputs.
 */
export function contrastiveHebbian(
  circuit: Circuit,
  parameters: NaiveParameters,
  samples: readonly Sample[],
  { gamma, freeSteps, clampedSteps, stepSize }: ChlOptions,
): Played {
  const { nodes } = circuit;
  let x: Fields[] = samples.map(({ inputs }) => ({ ...inputs, ...fill(circuit, 0) }));
  const heard = (now: Fields) => {
    const all = nodes.map((node) => [node.name, heardBy(parameters, node, now)] as const);
    const gates: Gates = Object.fromEntries(all.map(([name, one]) => [name, one.gates]));
    return { a: Object.fromEntries(all.map(([name, { a }]) => [name, a])) as Fields, gates };
  };
  const velocity = (now: Fields, held: boolean): Fields => {
    const { a, gates } = heard(now);
    const down = returned(circuit, parameters, now, gates);
    return each(circuit, ({ name, activation, output }, unit) =>
      held && output
        ? 0
        : functions[activation][0](a[name][unit] + gamma * down[name][unit]) - now[name][unit],
    );
  };
  const shown = () => frameOf(circuit, { x });
  const course = [shown()];
  const gradient = zeros(parameters);
  const settle = (name: string, steps: number, held: boolean, gain: number) => {
    for (let step = 0; step < steps; step++) {
      x = x.map((now) => {
        const by = velocity(now, held);
        return {
          ...now,
          ...each(circuit, (node, unit) => now[node.name][unit] + stepSize * by[node.name][unit]),
        };
      });
      course.push(shown());
    }
    for (const now of x) {
      const post = each(circuit, (node, unit) => gamma ** -node.distance * now[node.name][unit]);
      addProducts(circuit, gradient, gain / samples.length, { pre: now, post, gates: heard(now).gates });
    }
    return { name, velocity: largest(x.map((now) => velocity(now, held))) };
  };
  const free = settle('free', freeSteps, false, 1);
  const forward = shown();
  const targets = Object.keys(circuit.losses);
  x = x.map((now, s) => ({
    ...now,
    ...Object.fromEntries(targets.map((name) => [name, samples[s].targets[name]])),
  }));
  const clamped = settle('clamped', clampedSteps, true, -1);
  return { forward, course, states: shown(), ends: [free, clamped], gradient };
}
