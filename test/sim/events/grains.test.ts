import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/messages/message.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import type { Delay } from '../../../src/sim/events/build/delays.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import type { Relaxation } from '../../../src/sim/simulator.js';
import { type GrainName, grains } from '../../../src/synapses/grains.js';
import { networks } from '../../agreement/networks.js';
import { randomBatch } from '../../agreement/problems.js';

const relaxations: Record<string, Partial<Relaxation>> = {
  synchronous: { steps: 6, stepSize: 0.3 },
  'top-down': { steps: 6, stepSize: 0.3, schedule: 'top-down' },
  equilibrium: { solver: 'equilibrium' },
  'continuous time': { duration: 2, stepSize: 0.5 },
};
const delays: Record<string, Delay> = {
  none: 0,
  'one for all': 0.3,
  'one each': (post, pre) => 0.1 + 0.2 * post + 0.03 * pre,
  'some none': (post, pre) => (pre % 2) * 0.25 + (post % 2) * 0.5,
};

/** All that can be seen of a simulation: every message of every actor in order, results, trained weights. */
function everything(grain: GrainName, name: string, given: Partial<Relaxation>, delay: Delay) {
  const network = parseNetwork(networks[name]);
  const nodes = Object.keys(network.nodes);
  const delays = Object.fromEntries(nodes.map((node) => [node, delay]));
  const simulator = new EventSimulator(network, initialParameters(network, 3), { grain, delays });
  const log: Message[] = [];
  const all = [...Object.keys(network.inputs), ...nodes, ...nodes.map((node) => `${node}.weight`)];
  simulator.listen(...all).subscribe((message) => log.push(message));
  const presentation = { rule: rules.ar, relaxation: relaxationOf(given) };
  const relaxed = simulator.relax(randomBatch(network, 2, 1), { ...presentation, record: true });
  for (const seed of [5, 6])
    simulator.train(randomBatch(network, 2, seed), { ...presentation, learningRate: 0.1 });
  return { log, relaxed, parameters: simulator.parameters() };
}

const others = (Object.keys(grains) as GrainName[]).filter((grain) => grain !== 'synapse');
const small = Object.keys(networks).filter((name) => !name.startsWith('odd'));

describe.each(others)('grain %s', (grain) => {
  describe.each(Object.entries(relaxations))('%s', (_, relaxation) => {
    it.each(small)('gives the log, activities and weights of single synapses, bit for bit: %s', (name) => {
      for (const delay of Object.values(delays)) {
        const got = everything(grain, name, relaxation, delay);
        const want = everything('synapse', name, relaxation, delay);
        expect(got.log.length).toBeGreaterThan(20);
        // Compared as text: equal down to the last bit, and quicker than a deep comparison of 1e5 objects.
        expect(JSON.stringify(got.log) === JSON.stringify(want.log)).toBe(true);
        expect(got.relaxed).toEqual(want.relaxed);
        expect(got.parameters).toEqual(want.parameters);
      }
    });
  });

  it('lets a single synapse be watched', () => {
    const network = parseNetwork(networks['skip connection']);
    const simulator = new EventSimulator(network, initialParameters(network, 3), { grain });
    const log: Message[] = [];
    simulator.listen('h2.weight[4,1]').subscribe((message) => log.push(message));
    simulator.predict(randomBatch(network, 1, 1).inputs);
    expect(log.map(({ source, target, kind }) => `${source} ${target} ${kind}`)).toEqual([
      'h2.weight[4,1] h2[4] up.rate',
    ]);
  });
});

it('an unknown grain is refused', () => {
  const network = parseNetwork(networks['no hidden layer']);
  const grain = 'arbour' as GrainName;
  expect(() => new EventSimulator(network, initialParameters(network, 1), { grain })).toThrow(
    'EventSimulator.grain: got "arbour", expected one of synapse, arbor. Try "arbor".',
  );
});
