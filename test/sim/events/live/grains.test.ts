import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../src/messages/message.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { bp } from '../../../../src/rules/bp.js';
import { dfa } from '../../../../src/rules/dfa.js';
import { movingPhases } from '../../../../src/rules/equation.js';
import { pc } from '../../../../src/rules/pc.js';
import type { LiveOptions } from '../../../../src/sim/events/live/options.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import { type WayName, ways } from '../../../../src/sim/events/live/ways.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { arVariant } from '../../../../src/sim/rules/ar.js';
import { standardVariant } from '../../../../src/sim/variant.js';
import type { GrainName } from '../../../../src/synapses/grains.js';
import { networks } from '../../../agreement/networks.js';
import { randomBatch } from '../../../agreement/problems.js';

const some = Object.keys(networks).filter((name) => !name.startsWith('odd'));
const times = [0, 3.7, 5, 11, 11.5, 24];

/** All that can be seen: every message of every actor in order, answers, weights. */
function everything(
  grain: GrainName,
  name: string,
  options: Partial<LiveOptions> & { way: WayName },
  lag: number,
) {
  const network = parseNetwork(networks[name]);
  const nodes = Object.keys(network.nodes);
  const delays = Object.fromEntries(nodes.map((node) => [node, lag]));
  const { rule = arVariant(standardVariant) } = options;
  const simulator = new LiveSimulator(network, initialParameters(network, 3, pathwayOf(rule)), {
    learningRate: 0.1,
    strictPhases: { sweep: 2, duration: 3 },
    oscillation: { period: 5, forward: 2, jitter: 0.3 },
    twoCompartments: { teachEvery: 1 },
    ...options,
    grain,
    delays,
  });
  const log: Message[] = [];
  const all = [...Object.keys(network.inputs), ...nodes, ...nodes.map((node) => `${node}.weight`)];
  simulator.listen(...all).subscribe((message) => log.push(message));
  for (const [i, time] of times.entries()) {
    const { inputs, targets } = randomBatch(network, 1, i);
    const units = (set: typeof inputs) =>
      Object.fromEntries(Object.entries(set).map(([key, { data }]) => [key, data]));
    simulator.present({ time, inputs: units(inputs), ...(i % 3 !== 1 && { targets: units(targets) }) });
    simulator.present({ time: time + 0.2, targets: i % 3 === 1 ? units(targets) : null });
  }
  simulator.runThrough(30);
  return { log, energy: simulator.energy, parameters: simulator.parameters() };
}

function expectSame(name: string, options: Partial<LiveOptions> & { way: WayName }, lag: number): void {
  const want = everything('synapse', name, options, lag);
  const got = everything('arbor', name, options, lag);
  expect(want.log.filter(({ kind }) => /^learn/.test(kind)).length).toBeGreaterThan(2);
  expect(JSON.stringify(got.log) === JSON.stringify(want.log)).toBe(true);
  expect(got.energy).toEqual(want.energy);
  expect(got.parameters).toEqual(want.parameters);
}

it.each([phased(pc, { predictions: 'frozen', convention: 'pre-activation' }), phased(dfa), phased(bp)])(
  'strict phases, both grains give the same: rule $name',
  (rule) => {
    const strictPhases = movingPhases(rule.rule).length > 0 ? { sweep: 2, duration: 3 } : { sweep: 2 };
    const given = { way: 'strict-phases', rule, strictPhases } as const;
    for (const lag of [0, 0.3]) expectSame('skip connection', given, lag);
  },
);

describe.each(Object.keys(ways) as WayName[])('%s', (way) => {
  it.each(some)('both grains give the same log and weights, bit for bit: %s', (name) => {
    // Longest way through the deepest: 6 delays, shorter than the sweep.
    for (const lag of [0, 0.3]) expectSame(name, { way }, lag);
  });

  it.each(['random', 'learned'] as const)('also with feedback %s', (feedback) => {
    const rule = arVariant({ ...standardVariant, feedback });
    expectSame('skip connection', { way, rule }, 0);
  });
});
