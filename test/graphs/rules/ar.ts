// Activation relaxation of any graph and in every variant in plain loops (arXiv 2009.05359), each node with choices of its own; it
// owes nothing to src. Steps are synchronous.

import type { NaiveParameters, Named } from '../naive.js';
import {
  type Circuit,
  type Fields,
  type Gates,
  heardBy,
  type Node,
  type Numbers,
  returnedTo,
  type Synapse,
  weightOf,
} from './circuit.js';
import { errorAt, functions } from './functions.js';
import {
  descended,
  each,
  fill,
  frameOf,
  largest,
  type Played,
  type Sample,
  type Swept,
  sweep,
  zeros,
} from './played.js';

/** What a node chooses; feedback and update derivative, what a projection of it with weights of its own chooses. */
export interface ArChoice {
  readonly feedback: 'transpose' | 'random' | 'learned';
  readonly derivative: 'frozen' | 'current' | 'none';
  readonly updateDerivative: 'frozen' | 'current' | 'none';
}

export interface ArOptions {
  readonly choiceOf: (name: string, named?: Named) => ArChoice;
  readonly presynaptic: 'stored' | 'current';
  readonly plasticity: 'equilibrium' | 'continuous';
  readonly bias: 'included' | 'excluded';
  readonly inputs: 'clamped' | 'relaxing';
  readonly initial: 'forward' | 'zero';
  readonly steps: number;
  readonly stepSize: number;
  readonly learningRate: number;
}

type Derivative = ArChoice['derivative'];
type Place = Pick<Synapse, 'node' | 'unit' | 'port'>;

/** All that one sample has: of inputs, x too. */
interface Mind {
  readonly swept: Swept;
  readonly slope: Fields;
  readonly error: Fields;
  x: Fields;
  current: Fields;
  gates: Gates;
}

/**
 * dx/dt = -x + sum over synapses above of weight * x (f' and the slope towards the port) + dL/dx, of all but outputs that nobody
 * takes, whose x is dL/dx; dL/dw = x (f' and the slope towards the port) * activity below. f' and slopes are those of the sweep,
 * of the x of the moment, or left out. With f' that stays and weights that wait, a neuron without synapses that learn takes no time.
 */
export function activationRelaxation(
  circuit: Circuit,
  parameters: NaiveParameters,
  samples: readonly Sample[],
  options: ArOptions,
): Played {
  const { nodes, inputs } = circuit;
  const { choiceOf, steps, stepSize, learningRate } = options;
  const continuous = options.plasticity === 'continuous';
  const relaxing = options.inputs === 'relaxing';
  const choicesOf = ({ name, parts }: Pick<Node, 'name' | 'parts'>) => [
    choiceOf(name),
    ...parts.map((part) => choiceOf(name, part)),
  ];
  const uses = (which: 'derivative' | 'updateDerivative') =>
    nodes.some((node) => choicesOf(node).some((choice) => choice[which] === 'current'));
  const relays = !continuous && !uses('derivative');
  /** Slopes of the moment are found at every step, or only when all is over. */
  const early = continuous || uses('derivative');
  let now = parameters;

  const slopeAt = (which: 'a' | 'bare', heard: ReturnType<typeof heardBy>, activation: string) =>
    heard[which].map(functions[activation][1]);
  const begin = (sample: Sample): Mind => {
    const swept = sweep(circuit, parameters, sample);
    const error = fill(circuit, 0);
    for (const [name, loss] of Object.entries(circuit.losses))
      error[name] = errorAt(loss, swept.rate[name], sample.targets[name]);
    const slope = each(circuit, ({ name, activation }, unit) =>
      options.bias === 'included'
        ? swept.slope[name][unit]
        : functions[activation][1](swept.bare[name][unit]),
    );
    const x: Fields = {};
    for (const [name, rate] of Object.entries(swept.rate)) {
      const moves = !(name in inputs) || relaxing;
      x[name] = rate.map((value) => (options.initial === 'zero' && moves ? 0 : value));
    }
    for (const { name, top } of nodes) if (top) x[name] = [...error[name]];
    return { swept, slope, error, x, current: fill(circuit, 0), gates: swept.gates };
  };
  const follow = (mind: Mind) => {
    for (const node of nodes) {
      if (!choicesOf(node).some((one) => [one.derivative, one.updateDerivative].includes('current')))
        continue;
      const heard = heardBy(now, node, mind.x);
      mind.current[node.name] = slopeAt(options.bias === 'included' ? 'a' : 'bare', heard, node.activation);
      mind.gates = { ...mind.gates, [node.name]: heard.gates };
    }
  };
  /** x of a unit with a slope. */
  const slopedAt = ({ x, slope, current }: Mind, name: string, unit: number, where: Derivative) => {
    const factor = { frozen: slope, current, none: undefined }[where];
    return x[name][unit] * (factor ? factor[name][unit] : 1);
  };
  const gateAt = ({ swept, gates }: Mind, { node, unit, port }: Place, where: Derivative) => {
    const gate = { frozen: swept.gates, current: gates, none: undefined }[where];
    return gate ? gate[node][unit][port] : 1;
  };
  /** What nodes say down: x with the slopes that they choose, and those towards ports. */
  const told = (mind: Mind) => {
    const values = each(circuit, ({ name }, unit) => slopedAt(mind, name, unit, choiceOf(name).derivative));
    const towards = nodes.map(({ name, ports }) => [
      name,
      ports.map((all, unit) =>
        all.map((_, port) => gateAt(mind, { node: name, unit, port }, choiceOf(name).derivative)),
      ),
    ]);
    return { values, gates: Object.fromEntries(towards) as Gates };
  };
  const carrier = (synapse: Synapse): number => {
    const own = now[`${synapse.owner}.feedback`];
    const { feedback } = choiceOf(synapse.node, synapse.named);
    if (feedback === 'transpose' || synapse.place === undefined || !own) return weightOf(now, synapse);
    return own.data[synapse.back];
  };
  const drive = ({ error }: Mind, name: string, size: number, { values, gates }: ReturnType<typeof told>) =>
    returnedTo(circuit, now, { name, size }, values, gates, carrier).map(
      (sum, unit) => sum + (error[name]?.[unit] ?? 0),
    );
  const settle = (mind: Mind) => {
    if (early) follow(mind);
    for (const { name, size, plain, top } of relays ? [...nodes].reverse() : [])
      if (plain && !top) mind.x[name] = drive(mind, name, size, told(mind));
  };
  const velocity = (mind: Mind): Fields => {
    const said = told(mind);
    const moving = nodes.filter(({ top }) => !top).map(({ name, size }) => [name, size] as const);
    if (relaxing) moving.push(...Object.entries(inputs));
    return Object.fromEntries(
      moving.map(([name, size]) => [
        name,
        drive(mind, name, size, said).map((d, unit) => d - mind.x[name][unit]),
      ]),
    );
  };
  const learn = (into: Numbers, mind: Mind) => {
    const pre = options.presynaptic === 'stored' ? mind.swept.rate : mind.x;
    for (const synapse of circuit.synapses) {
      const { node, unit, from, pre: below, owner, place, back, named } = synapse;
      if (place === undefined) continue;
      const { feedback, updateDerivative } = choiceOf(node, named);
      const post = slopedAt(mind, node, unit, updateDerivative) * gateAt(mind, synapse, updateDerivative);
      const share = (post * pre[from][below]) / samples.length;
      into[`${owner}.weight`][place] += share;
      if (feedback === 'learned' && `${owner}.feedback` in now) into[`${owner}.feedback`][back] += share;
    }
    for (const { name, owner, size, biasPlace } of nodes)
      for (let unit = 0; biasPlace && unit < size; unit++) {
        const post = slopedAt(mind, name, unit, choiceOf(name).updateDerivative);
        into[`${owner}.bias`][biasPlace(unit)] += post / samples.length;
      }
  };

  const minds = samples.map(begin);
  for (const mind of minds) settle(mind);
  const shown = () =>
    frameOf(circuit, {
      ...{ rate: minds.map(({ swept }) => swept.rate), slope: minds.map(({ slope }) => slope) },
      ...{ error: minds.map(({ error }) => error), x: minds.map(({ x }) => x) },
      ...((uses('derivative') || uses('updateDerivative')) && {
        current: minds.map(({ current }) => current),
      }),
    });
  const course = [shown()];
  const gradient = zeros(parameters);
  for (let step = 0; step < steps; step++) {
    const rates = minds.map(velocity);
    if (continuous) {
      const share = zeros(parameters);
      for (const mind of minds) learn(share, mind);
      now = descended(now, share, learningRate * stepSize);
      for (const [name, values] of Object.entries(share))
        gradient[name] = gradient[name].map((sum, k) => sum + stepSize * values[k]);
    }
    for (const [s, mind] of minds.entries()) {
      const moved = Object.entries(rates[s]).map(([name, by]) => [
        name,
        mind.x[name].map((x, unit) => x + stepSize * by[unit]),
      ]);
      mind.x = { ...mind.x, ...Object.fromEntries(moved) };
      settle(mind);
    }
    course.push(shown());
  }
  if (!early) for (const mind of minds) follow(mind);
  if (!continuous) for (const mind of minds) learn(gradient, mind);
  const forward = frameOf(circuit, { rate: minds.map(({ swept }) => swept.rate) });
  const ends = [{ name: 'relax', velocity: largest(minds.map(velocity)) }];
  return { forward, course, states: shown(), ends, gradient, moved: continuous ? now : undefined };
}
