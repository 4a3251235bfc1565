import type { NeuronActor } from '../../../neurons/neuron-actor.js';
import type { RelaxationRule } from '../../rule.js';
import type { RelaxPresentation } from '../../simulator.js';
import type { Stage } from '../present/trial.js';
import {
  type Conditions,
  delaysCondition,
  inShort,
  networkCondition,
  type Plain,
  plain,
} from './conditions.js';

/** What a presentation under way depends on, beside its stimulus and the state of the actors. */
export function presentedUnder(
  { network, layout, circuit, around: { wires }, seed }: Stage,
  rule: RelaxationRule,
  { relaxation, learningRate = 1, feedbackLearningRate, weightDecay }: RelaxPresentation,
): Conditions {
  const { populations, neurons } = circuit;
  const rates = { learningRate, feedbackLearningRate, weightDecay };
  return {
    network: networkCondition(network),
    inputs: layout.inputs.every(({ name }) => name in neurons) ? 'relaxing' : 'clamped',
    delays: delaysCondition(layout, populations),
    wires: wires ? plain({ loss: 0, duplicate: 0, jitter: 0, seed: 1, ...wires }) : null,
    cells: cellsCondition(neurons),
    seed,
    ...ruleCondition(rule, plain(rates)),
    relaxation: plain(relaxation),
  };
}

// Rates matter where weights move meanwhile.
const ruleCondition = ({ name, plasticity }: RelaxationRule, rates: Plain): Conditions =>
  plasticity.timing.whileRelaxing ? { rule: name, rates } : { rule: name };

function cellsCondition(neurons: Readonly<Record<string, readonly NeuronActor[]>>): Plain {
  const entries = Object.entries(neurons).flatMap(([name, all]): [string, Plain][] => {
    const cells = all.flatMap(({ options }) => options.cell ?? []);
    if (cells.length === 0) return [];
    const dead = cells.flatMap((cell, unit) => (cell.dead ? unit : []));
    const tau = inShort(cells.map((cell) => cell.tau));
    const noise = plain(cells[0].noise ?? null);
    const perfect = tau === 1 && noise === null && dead.length === 0;
    return perfect ? [] : [[name, { tau, dead, noise }]];
  });
  return Object.fromEntries(entries);
}
