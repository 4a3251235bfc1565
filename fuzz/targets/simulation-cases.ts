import type { SimulationPlan } from '../../src/lab/simulation.js';
import { parseNetwork } from '../../src/network/parse.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { familyOf, ruleOptionsOf } from '../../src/sim/rule-options.js';
import type { Relaxation } from '../../src/sim/simulator.js';
import { variantOf } from '../../src/sim/variant.js';
import { graph, layered } from './examples.js';

const kinked = { ...layered, layers: [{ type: 'dense', units: 3, activation: 'relu' }, ...layered.layers] };

/** A simulation, and when it is saved. */
export interface Case extends Partial<Omit<SimulationPlan, 'network' | 'variant' | 'relaxation'>> {
  readonly network: unknown;
  readonly variant?: Record<string, unknown>;
  readonly relaxation: Partial<Relaxation>;
  /** When it is saved, in tau. */
  readonly at: number;
}

const rough = { loss: 0.2, retransmit: 0.5, duplicate: 0.2, jitter: 0.3, seed: 2 };
const noisy = {
  'layers.0': { tau: 1.5, noise: { kind: 'ornstein-uhlenbeck', sd: 0.1, tau: 2 } },
  'layers.1': { noise: { kind: 'white', sd: 0.1 } },
};
const current = { derivative: 'current', updateDerivative: 'current' };
const frozen = { predictions: 'frozen' };
const euler = { solver: 'euler' } as const;
const planned = (name: 'pc' | 'ep', options: object) => ({
  name,
  options: ruleOptionsOf(familyOf(name)!, options, 'rule'),
});
/** Simulations that are saved. */
export const cases: readonly Case[] = [
  { network: layered, relaxation: { steps: 6, stepSize: 0.25 }, delays: { 'layers.1': 0.5 }, at: 1.1 },
  { network: kinked, relaxation: { steps: 5, stepSize: 0.2 }, cells: noisy, wires: rough, at: 0.9 },
  {
    ...{ network: graph, relaxation: { duration: 3 }, at: 1.2 },
    delays: { out: { distribution: 'uniform', from: 0, to: 1 }, h2: { distance: { speed: 2 } } },
  },
  {
    network: graph,
    relaxation: { messages: 'threshold', quantum: 0.02, flush: true },
    delays: { out: 0.3 },
    at: 0.5,
  },
  { network: kinked, variant: current, relaxation: { duration: 2 }, delays: { 'layers.2': 0.3 }, at: 0.8 },
  { network: kinked, rule: planned('pc', { steps: 4, stepSize: 0.2 }), relaxation: euler, at: 0.3 },
  {
    ...{ network: layered, relaxation: euler, at: 0.5, learningRate: 0.1 },
    rule: planned('pc', { steps: 4, stepSize: 0.2, plasticity: 'continuous' }),
  },
  {
    ...{ network: graph, relaxation: { messages: 'threshold', quantum: 0.02 }, at: 0.7 },
    rule: planned('ep', { freeSteps: 2, nudgedSteps: 2, stepSize: 0.3 }),
  },
  { network: kinked, rule: planned('pc', frozen), relaxation: { duration: 2 }, at: 0.8 },
  {
    ...{ network: graph, rule: planned('pc', frozen), delays: { out: 0.3 }, at: 0.8 },
    relaxation: { messages: 'threshold', quantum: 0.1, anneal: 0.4, smallestQuantum: 0.02, flush: true },
  },
  {
    ...{ network: layered, relaxation: { steps: 4, stepSize: 0.2 }, at: 0.5, learningRate: 0.1 },
    variant: { feedback: 'learned', plasticity: 'continuous', presynaptic: 'current' },
  },
];

/** What a simulation is made from. */
export function planOf({ network, variant = {}, relaxation, at, ...rest }: Case): SimulationPlan {
  return {
    ...{ delays: {}, seed: 1, ...rest },
    network: parseNetwork(network),
    variant: variantOf(variant),
    relaxation: relaxationOf(relaxation),
  };
}
