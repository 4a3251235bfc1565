import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule, Rule } from '../../../../src/sim/rule.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { relativeDifference } from '../../../../src/sim/tolerance.js';
import { networks } from '../../../agreement/networks.js';
import { randomBatch } from '../../../agreement/problems.js';
import { exact } from '../../batched/phases/exact.js';
import { grains } from './surroundings.js';

const relaxation = relaxationOf({ solver: 'equilibrium' });
const names = ['skip connection', 'two inputs, two outputs, one of them with children'] as const;
const variants = [
  {},
  { feedback: 'random', derivative: 'none' },
  { feedback: 'learned', updateDerivative: 'current', presynaptic: 'current' },
  { inputs: 'relaxing', updateDerivative: 'current' },
] as const;
const rules: readonly PhasedRule[] = [
  ...variants.map((variant) => phased(ar, variant)),
  phased(pc, { predictions: 'frozen', outputVariance: 4 }),
];

function sceneOf(name: (typeof names)[number], rule: Rule, samples = 2) {
  const network = parseNetwork(networks[name]);
  const parameters = initialParameters(network, 3, pathwayOf(rule));
  const batch = randomBatch(network, samples, 5);
  const simulator = (options: EventOptions = {}) => new EventSimulator(network, parameters, options);
  return { network, parameters, batch, simulator };
}

const fits = (name: string, { name: rule }: PhasedRule) =>
  !rule.startsWith('pc') || name === 'skip connection';
const settings = names.flatMap((name) =>
  rules.filter((rule) => fits(name, rule)).map((rule) => ({ name, rule })),
);

describe('straight to where a phase leads', () => {
  it('comes to the fixed point of whole layers, both grains to the bit, recorded once', () => {
    for (const { name, rule } of settings) {
      const { network, parameters, batch, simulator } = sceneOf(name, rule);
      const presented = { rule, relaxation, record: true };
      const [arbor, synapse] = grains.map((grain) => simulator({ grain }).relax(batch, presented));
      expect(arbor, rule.name).toEqual(synapse);
      expect(arbor.course, rule.name).toHaveLength(1);
      const [frame] = arbor.course;
      for (const one of Object.keys(frame).filter((key) => /\.[xv]$/.test(key)))
        expect(frame[one], rule.name).toEqual(arbor.states![one]);
      const layers = new BatchedSimulator(network, parameters, exact).relax(batch, presented);
      for (const part of ['states', 'gradient'] as const)
        for (const [one, { data }] of Object.entries(layers[part]!))
          expect(relativeDifference(arbor[part]![one].data, data), `${rule.name}: ${one}`).toBeLessThan(
            1e-12,
          );
    }
  });

  it('waits for all that is under way: delays, time constants and where states begin change nothing', () => {
    for (const { name, rule } of settings) {
      const { network, batch, simulator } = sceneOf(name, rule);
      const [first, ...more] = Object.keys(network.nodes);
      const delays = Object.fromEntries(more.map((node, k) => [node, 0.3 + k]));
      const late = { ...delays, [first]: (post: number, pre: number) => 0.1 * ((post + 2 * pre) % 3) };
      const wanted = simulator().relax(batch, { rule, relaxation });
      const got = simulator({ delays: late, cells: { [first]: { tau: 3 } } }).relax(batch, {
        rule,
        relaxation,
      });
      expect({ ...got, phases: [] }, rule.name).toEqual({ ...wanted, phases: [] });
    }
    const { batch, simulator } = sceneOf(names[0], rules[0]);
    const zero = simulator().relax(batch, { rule: phased(ar, { initial: 'zero' }), relaxation });
    expect(zero.states).toEqual(simulator().relax(batch, { rule: rules[0], relaxation }).states);
  });

  it('has all say where they begin, and those who move once more where they end', () => {
    const { network, batch, simulator } = sceneOf(names[0], rules[0], 1);
    const { messages } = simulator().relax(batch, { rule: rules[0], relaxation }).energy!;
    // 3 outputs and 5 of h2; below h1, 7, nobody hears what it would say.
    expect(Object.keys(network.nodes)).toEqual(['h1', 'h2', 'out']);
    expect(messages.down).toBe(3 + 2 * 5);
  });

  it('is saved and gone on with while messages are under way', () => {
    for (const { name, rule } of settings.slice(0, 3)) {
      const { network, batch, simulator } = sceneOf(name, rule, 1);
      const late = () =>
        simulator({ delays: Object.fromEntries(Object.keys(network.nodes).map((n) => [n, 0.5])) });
      const presented = { rule, relaxation };
      const wanted = late().relax(batch, presented);
      for (const time of [0.2, 1.7, 2.2]) {
        const running = late().begin(batch, presented);
        running.advance(time);
        const state = structuredClone(running.save());
        expect(late().resume(state, presented).result(), `${rule.name} at ${time}`).toEqual(wanted);
      }
    }
  });

  it('is refused by name where a phase has no equation, and with noise', () => {
    const refused = (rule: PhasedRule, options: EventOptions = {}, given: Partial<Relaxation> = {}) => {
      const { batch, simulator } = sceneOf(names[0], rule);
      return expect(() => simulator(options).relax(batch, { rule, relaxation: { ...relaxation, ...given } }));
    };
    refused(phased(pc)).toThrow(/EventSimulator.solver with rule pc: got .*linear in what moves/);
    refused(phased(ar, { derivative: 'current' })).toThrow(/EventSimulator.solver with rule ar/);
    refused(phased(fa)).toThrow(/got phases in which nothing moves/);
    refused(rules[0], { cells: { h1: { noise: { kind: 'white', sd: 1 } } } }).toThrow(
      /got solver equilibrium, expected steps/,
    );
    refused(rules[0], {}, { solver: 'closed-form' }).toThrow(/got closed-form, expected euler/);
  });
});
