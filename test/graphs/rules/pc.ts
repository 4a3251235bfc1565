// Predictive coding of any graph in plain loops (Whittington and Bogacz 2017); it owes nothing to src.

import type { NaiveParameters } from '../naive.js';
import {
  addProducts,
  type Circuit,
  type Fields,
  type Gates,
  heardBy,
  type Node,
  returnedTo,
} from './circuit.js';
import { functions } from './functions.js';
import { descended, each, frameOf, largest, type Played, type Sample, zeros } from './played.js';

export interface PcOptions {
  /** Predictions f(a) of what v below makes, or a of what f(v) below makes. */
  readonly convention: 'post-activation' | 'pre-activation';
  /** Frozen: predictions, their slopes and what they were made from stay those of the sweep. */
  readonly predictions: 'current' | 'frozen';
  readonly plasticity: 'equilibrium' | 'continuous';
  readonly outputVariance: number;
  readonly steps: number;
  readonly stepSize: number;
  readonly learningRate: number;
}

/** All that one sample has. */
interface Mind {
  readonly sample: Sample;
  v: Fields;
  /** What goes up: v, or f(v); of inputs the stimulus. */
  said: Fields;
  prediction: Fields;
  slope: Fields;
  gates: Gates;
  e: Fields;
}

/**
 * F = sum over neurons of e^2 / (2 S), e = v - prediction, S the variance of outputs and 1 elsewhere; inputs hold the stimulus,
 * outputs their targets. dv/dt = -dF/dv, dL/dw = -dF/dw turned about: -(e / S) (slope, also towards the port) * what came up.
 * Frozen, a neuron without synapses that learn takes no time: it is where dv/dt = 0.
 */
export function predictiveCoding(
  circuit: Circuit,
  parameters: NaiveParameters,
  samples: readonly Sample[],
  options: PcOptions,
): Played {
  const { nodes } = circuit;
  const { steps, stepSize, learningRate } = options;
  const post = options.convention === 'post-activation';
  const frozen = options.predictions === 'frozen';
  const continuous = options.plasticity === 'continuous';
  const relays = frozen && !continuous;
  const precision = each(circuit, ({ output }) => (output ? 1 / options.outputVariance : 1));
  let now = parameters;

  const predict = (mind: Mind, node: Node) => {
    const { a, gates } = heardBy(now, node, mind.said);
    const [f, df] = functions[node.activation];
    mind.prediction[node.name] = post ? a.map(f) : a;
    mind.slope[node.name] = post ? a.map(df) : a.map(() => 1);
    mind.gates[node.name] = gates;
  };
  const offer = ({ v, said }: Mind, { name, activation }: Node) => {
    said[name] = post ? [...v[name]] : v[name].map(functions[activation][0]);
  };
  const err = (mind: Mind) => {
    mind.e = each(circuit, ({ name }, unit) => mind.v[name][unit] - mind.prediction[name][unit]);
  };
  const deltas = ({ e, slope }: Mind) =>
    each(circuit, ({ name }, unit) => precision[name][unit] * e[name][unit] * slope[name][unit]);
  /** -dF/dv, as far as it comes from above. */
  const pulledAt = (mind: Mind, node: Node, told: Fields): number[] => {
    const { name, activation } = node;
    return returnedTo(circuit, now, node, told, mind.gates).map((down, unit) => {
      const at = frozen ? mind.prediction[name][unit] : mind.v[name][unit];
      return (post ? 1 : functions[activation][1](at)) * down;
    });
  };
  const pulled = (mind: Mind): Fields => {
    const told = deltas(mind);
    return Object.fromEntries(nodes.map((node) => [node.name, pulledAt(mind, node, told)]));
  };
  const velocity = (mind: Mind): Fields => {
    const above = pulled(mind);
    return each(circuit, ({ name, output }, unit) =>
      output ? 0 : above[name][unit] - precision[name][unit] * mind.e[name][unit],
    );
  };
  const settle = (mind: Mind) => {
    if (!frozen) {
      for (const node of nodes) offer(mind, node);
      for (const node of nodes) predict(mind, node);
    }
    err(mind);
    if (!relays) return;
    for (const node of [...nodes].reverse()) {
      const { name, plain, output } = node;
      if (!plain || output) continue;
      const above = pulledAt(mind, node, deltas(mind));
      mind.v[name] = mind.prediction[name].map((p, unit) => p + above[unit] / precision[name][unit]);
      err(mind);
    }
  };

  const minds = samples.map((sample): Mind => {
    const mind: Mind = {
      sample,
      v: {},
      said: { ...sample.inputs },
      prediction: {},
      slope: {},
      gates: {},
      e: {},
    };
    for (const node of nodes) {
      predict(mind, node);
      mind.v[node.name] = [...mind.prediction[node.name]];
      offer(mind, node);
    }
    return mind;
  });
  const shown = () =>
    frameOf(circuit, {
      ...{ v: minds.map(({ v }) => v), e: minds.map(({ e }) => e) },
      ...{ prediction: minds.map((mind) => mind.prediction), slope: minds.map(({ slope }) => slope) },
      precision: minds.map(() => precision),
    });
  const forward = frameOf(circuit, { v: minds.map(({ v }) => v) });
  for (const mind of minds) {
    for (const { name, output } of nodes) if (output) mind.v[name] = [...mind.sample.targets[name]];
    settle(mind);
  }
  const course = [shown()];
  const gradient = zeros(parameters);
  const learn = (into: typeof gradient) => {
    for (const mind of minds)
      addProducts(circuit, into, -1 / minds.length, {
        pre: mind.said,
        post: deltas(mind),
        gates: mind.gates,
      });
  };
  for (let step = 0; step < steps; step++) {
    const rates = minds.map(velocity);
    if (continuous) {
      const share = zeros(parameters);
      learn(share);
      now = descended(now, share, learningRate * stepSize);
      for (const [name, values] of Object.entries(share))
        gradient[name] = gradient[name].map((sum, k) => sum + stepSize * values[k]);
    }
    for (const [s, mind] of minds.entries()) {
      mind.v = each(circuit, ({ name }, unit) => mind.v[name][unit] + stepSize * rates[s][name][unit]);
      settle(mind);
    }
    course.push(shown());
  }
  if (!continuous) learn(gradient);
  const shares = minds.map(({ e }) =>
    each(circuit, ({ name }, unit) => (precision[name][unit] * e[name][unit] ** 2) / 2),
  );
  const energy = shares.flatMap((one) => Object.values(one).flat()).reduce((a, b) => a + b, 0) / minds.length;
  const ends = [{ name: 'relax', energy, velocity: largest(minds.map(velocity)) }];
  return { forward, course, states: shown(), ends, gradient, moved: continuous ? now : undefined };
}
