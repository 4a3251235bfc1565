import { describe, expect, it } from 'vitest';
import { presenting } from '../../../src/lab/presentation.js';
import { atOnce } from '../../../src/lab/turns.js';
import type { Ways } from '../../../src/messages/energy.js';
import type { Message, RuleMessage } from '../../../src/messages/message.js';
import { feedbackBundles } from '../../../src/network/feedback-weights.js';
import { layOut } from '../../../src/network/layout.js';
import type { Network } from '../../../src/network/network.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../src/sim/events/options.js';
import { pathwayOf } from '../../../src/sim/pathway.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import type { Relaxation } from '../../../src/sim/simulator.js';
import { type Variant, variantOf } from '../../../src/sim/variant.js';
import { networks } from '../../agreement/networks.js';
import { randomBatch } from '../../agreement/problems.js';

interface Way {
  readonly relaxation: Partial<Relaxation>;
  readonly variant?: Partial<Variant>;
  readonly options?: EventOptions;
}

const steps = { steps: 4, stepSize: 0.5 };
const threshold = { messages: 'threshold', quantum: 0.05 } as const;
const delays = { h2: 0.4, out: 0.25 };
const ways: Readonly<Record<string, Way>> = {
  steps: { relaxation: steps },
  'steps and delays': { relaxation: steps, options: { delays } },
  'steps in turns': { relaxation: { ...steps, schedule: 'asynchronous' } },
  equilibrium: { relaxation: { solver: 'equilibrium' } },
  trajectories: { relaxation: { duration: 3 } },
  'trajectories that are still under way at the end': { relaxation: { duration: 0.5 }, options: { delays } },
  thresholds: { relaxation: threshold },
  'thresholds, a time, and all at last': { relaxation: { ...threshold, duration: 1, flush: true } },
  'thresholds, annealed': { relaxation: { ...threshold, quantum: 0.4, anneal: 0.5, smallestQuantum: 0.1 } },
  'moving derivatives': { relaxation: steps, variant: { derivative: 'current' } },
  'kinks and trajectories': { relaxation: { duration: 2 }, variant: { derivative: 'current' } },
  'activities at last': { relaxation: steps, variant: { presynaptic: 'current' } },
  'inputs that relax': { relaxation: steps, variant: { inputs: 'relaxing' } },
  'weights that move': { relaxation: steps, variant: { plasticity: 'continuous' } },
  'feedback that learns': { relaxation: steps, variant: { feedback: 'learned' } },
  'dead neurons': { relaxation: steps, options: { cells: { h1: { dead: [0, 4] }, out: { dead: [1] } } } },
  'dead neurons, trajectories': { relaxation: { duration: 2 }, options: { cells: { h2: { dead: [2] } } } },
  'dead neurons, thresholds': { relaxation: threshold, options: { cells: { h2: { dead: [2] } } } },
  'dead neurons, moving': {
    relaxation: steps,
    variant: { derivative: 'current' },
    options: { cells: { h2: { dead: [2] } } },
  },
};

/** What a message goes, and into how many synapses: by the network alone. */
function fateOf(message: Message, network: Network, inputsRelax: boolean) {
  const { kind, source } = message;
  const layout = layOut(network);
  const { inputs, nodes } = layout;
  const node = nodes.find(({ name }) => source.startsWith(`${name}[`));
  const size = (all: readonly { readonly size: number }[]) => all.reduce((sum, one) => sum + one.size, 0);
  const sizes = new Map([...inputs, ...nodes].map((one) => [one.name, one.size]));
  const heard = node?.parents.filter(
    ({ name }) => inputsRelax || !inputs.some((input) => input.name === name),
  );
  if (kind.startsWith('up.')) {
    const children = nodes.filter(({ parents }) => parents.some(({ name }) => source.startsWith(`${name}[`)));
    return { way: 'up', synapses: size(children) } as const;
  }
  if (kind.startsWith('down.')) {
    return { way: 'down', synapses: heard!.reduce((sum, { name }) => sum + sizes.get(name)!, 0) } as const;
  }
  expect(kind).toMatch(/^(learn|adapt)$/);
  if ((message as RuleMessage).path === 'down') {
    const fed = feedbackBundles(layout, inputsRelax).map(({ node }) => node);
    const above = fed.filter(({ parents }) => parents.some(({ name }) => source.startsWith(`${name}[`)));
    return { way: 'teaching', synapses: size(above) } as const;
  }
  return {
    way: 'teaching',
    synapses: node!.parents.reduce((sum, { name }) => sum + sizes.get(name)!, 0),
  } as const;
}

function heard(way: Way, grain: 'synapse' | 'arbor', targets = true) {
  const network = parseNetwork(activated(networks['skip connection'], 'relu'));
  const rule = arVariant(variantOf(way.variant));
  const simulator = new EventSimulator(network, initialParameters(network, 2, pathwayOf(rule)), {
    ...way.options,
    grain,
  });
  const { inputs, nodes } = layOut(network);
  const log: Message[] = [];
  const batch = randomBatch(network, 1, 3);
  const { energy, messages, relaxed } = atOnce(
    presenting(
      simulator,
      targets ? batch : { inputs: batch.inputs },
      { rule, relaxation: relaxationOf(way.relaxation), learningRate: 0.01 },
      [...inputs, ...nodes].map(({ name }) => name),
      { hear: (message) => log.push(message) },
    ),
  );
  return { network, rule, log, energy, messages, relaxed };
}

function activated(description: object, activation: string): object {
  return JSON.parse(JSON.stringify(description).replaceAll('"tanh"', JSON.stringify(activation)));
}

const none = (): Record<keyof Ways, number> => ({ up: 0, down: 0, teaching: 0 });

describe.each(['synapse', 'arbor'] as const)('the log and the counts, grain %s', (grain) => {
  it.each(Object.keys(ways))('are of the same messages: %s', (name) => {
    const { network, rule, log, energy, messages } = heard(ways[name], grain);
    const [said, carried] = [none(), none()];
    for (const message of log) {
      const { way, synapses } = fateOf(message, network, rule.inputsRelax);
      said[way]++;
      carried[way] += synapses;
    }
    expect(said).toEqual(energy.messages);
    expect(carried).toEqual(energy.operations);
    expect(messages).toBe(log.length);
    expect(said.down).toBeGreaterThan(0);
  });

  it('are of the same messages in a sweep alone', () => {
    const { network, log, energy } = heard(ways.steps, grain, false);
    const outputs = layOut(network).outputs.map(({ name }) => name);
    expect(log.some(({ source }) => source.startsWith('image['))).toBe(true);
    expect(log.some(({ source }) => outputs.some((output) => source.startsWith(`${output}[`)))).toBe(false);
    expect(energy.messages).toEqual({ ...none(), up: log.length });
  });

  it('have nothing of dead neurons, and of their synapses nothing either', () => {
    for (const name of Object.keys(ways).filter((way) => way.startsWith('dead'))) {
      const { cells } = ways[name].options!;
      const dead = Object.entries(cells!).flatMap(([node, cell]) =>
        cell.dead!.map((unit) => `${node}[${unit}]`),
      );
      const { log, network, rule } = heard(ways[name], grain);
      expect(log.filter(({ source }) => dead.includes(source))).toEqual([]);
      const simulator = new EventSimulator(network, initialParameters(network, 2), {
        ...ways[name].options,
        grain,
      });
      const [all, carried]: Message[][] = [[], []];
      simulator.listen(...Object.keys(network.nodes)).subscribe((message) => all.push(message));
      const synapses = Object.keys(network.nodes).map((node) => `${node}.weight`);
      simulator.listen(...synapses).subscribe((message) => carried.push(message));
      const relaxation = relaxationOf(ways[name].relaxation);
      const { energy } = simulator.relax(randomBatch(network, 1, 3), { rule, relaxation });
      expect(all.filter(({ source }) => dead.includes(source) || source === '')).toEqual([]);
      expect(carried.filter(({ kind }) => kind.startsWith('up.'))).toHaveLength(energy!.operations.up);
      expect(carried.filter(({ kind }) => kind.startsWith('down.'))).toHaveLength(energy!.operations.down);
    }
  });
});

it('over wires a message is one in the log, however many copies of it are carried', () => {
  const wires = { loss: 0.2, retransmit: 0.3, duplicate: 0.3, jitter: 0.2 };
  const { log, energy } = heard({ relaxation: steps, options: { wires } }, 'synapse');
  const { up: sweeps, down: fed, teaching } = energy.messages;
  expect(log).toHaveLength(sweeps + fed + teaching);
  const alive = heard({ relaxation: steps, options: { wires } }, 'synapse').energy.operations.down;
  const less = heard(
    { relaxation: steps, options: { wires, cells: { h2: { dead: [0, 1, 2, 3, 4] } } } },
    'synapse',
  );
  expect(less.energy.operations.down).toBeLessThan(alive);
  // Of outputs alone, which hear nothing of h2 in a relaxation: 3 that speak once, with copies.
  expect(less.energy.messages.down).toBe(3);
});
