import { describe, expect, it } from 'vitest';
import type { Network } from '../../../../src/network/network.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { type EventOptions, EventSimulator } from '../../../../src/sim/events/engine.js';
import type { Times } from '../../../../src/sim/events/watch/index.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { Rule } from '../../../../src/sim/rule.js';
import { arVariant } from '../../../../src/sim/rules/ar.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { relativeDifference } from '../../../../src/sim/tolerance.js';
import { variantOf } from '../../../../src/sim/variant.js';
import { networks } from '../../../agreement/networks.js';
import { randomBatch } from '../../../agreement/problems.js';

const graph = parseNetwork(networks['two inputs, two outputs, one of them with children']);
const layers = parseNetwork(networks['five hidden layers']);
const late = (post: number, pre: number) => 0.25 * (1 + ((post + pre) % 2));
const noise = { kind: 'ornstein-uhlenbeck', sd: 0.3, tau: 2 } as const;

interface Seen {
  readonly frames: readonly (readonly [time: number, ...values: number[]])[];
  /** Of each actor, when and what. */
  readonly changes: ReadonlyMap<string, readonly (readonly [time: number, value: number])[]>;
}

/** Drives of nodes, at times and on change. */
function drives(
  network: Network,
  rule: Rule,
  relaxation: Relaxation,
  options: EventOptions,
  times: Times,
): Seen {
  const simulator = new EventSimulator(network, initialParameters(network, 3, pathwayOf(rule)), options);
  const nodes = Object.keys(network.nodes);
  const frames: [number, ...number[]][] = [];
  const { actors, seen } = simulator.watch('drive', nodes, times, rule);
  seen.subscribe(({ time, values }) => frames.push([time, ...values]));
  const heard = simulator.changes('drive', nodes, rule);
  expect(heard.actors).toEqual(actors);
  const changes = new Map<string, [number, number][]>();
  heard.seen.subscribe(({ actor, time, value }) => {
    const address = actors[actor].replace('.x[', '[');
    changes.set(address, [...(changes.get(address) ?? []), [time, value]]);
  });
  simulator.relax(randomBatch(network, 2, 5), { rule, relaxation });
  return { frames, changes };
}

/** The same changes, in each actor's order; what is summed over several nodes may be so in another. */
function expectClose(now: Seen, old: Seen): void {
  const flat = ({ frames, changes }: Seen) => [...frames.flat(), ...[...changes.values()].flat(2)];
  expect([...now.changes.keys()].sort()).toEqual([...old.changes.keys()].sort());
  for (const [actor, rows] of old.changes) expect(now.changes.get(actor), actor).toHaveLength(rows.length);
  expect(relativeDifference(flat(now), flat(old))).toBeLessThan(1e-12);
}

// While both are there.
describe('the drive of activation relaxation is what its own code has', () => {
  it.each<readonly [string, Network, Partial<Relaxation>, EventOptions, Times]>([
    ['steps', layers, { steps: 6 }, {}, { every: 0.25 }],
    [
      'steps that are late, with noise',
      layers,
      { steps: 6 },
      {
        delays: { 'layers.2': 0.5, 'layers.3': late },
        cells: { 'layers.1': { noise }, 'layers.2': { noise: { kind: 'white', sd: 0.2 }, tau: 2 } },
      },
      { every: 0.25 },
    ],
    ['steps from the top down', layers, { steps: 6, schedule: 'top-down' }, {}, { every: 0.25 }],
    ['one after the other', layers, { steps: 6, schedule: 'asynchronous', seed: 2 }, {}, { every: 0.25 }],
    ['straight to equilibrium', layers, { solver: 'equilibrium' }, {}, { at: [0] }],
    ['steps of a graph', graph, { steps: 6 }, { cells: { h2: { noise } } }, { every: 0.25 }],
    ['trajectories', layers, { duration: 2 }, {}, { at: [0, 0.3, 2] }],
    ['trajectories of a graph', graph, { duration: 2 }, {}, { at: [0, 0.3, 2] }],
    [
      'threshold messages',
      layers,
      { messages: 'threshold', quantum: 0.03, duration: 2 },
      {},
      { at: [0, 0.3, 2] },
    ],
    ['until silence', graph, { messages: 'threshold', quantum: 0.03 }, {}, { at: [0, 0.3, 1] }],
    [
      'threshold messages that are late',
      layers,
      { messages: 'threshold', quantum: 0.03, duration: 3 },
      { delays: { 'layers.2': 0.5, 'layers.3': late }, cells: { 'layers.1': { tau: 2 } } },
      { at: [0, 0.3, 2] },
    ],
  ])('%s, at both grains', (name, network, how, options, times) => {
    const relaxation = relaxationOf({ stepSize: 0.25, ...how });
    const old = drives(network, arVariant(variantOf({})), relaxation, options, times);
    expect(old.frames.length).toBeGreaterThanOrEqual(2 * ('at' in times ? times.at.length : 6));
    for (const grain of ['arbor', 'synapse'] as const) {
      const rule = phased(ar, { steps: 6, stepSize: 0.25 });
      const now = drives(network, rule, relaxation, { ...options, grain }, times);
      // Noise is added to dx/dt, and by its own code to the drive: sums in another order.
      if (network === layers && !name.includes('noise')) expect(now).toEqual(old);
      expectClose(now, old);
    }
  });

  it('of inputs that relax, too', () => {
    const seen = [
      [arVariant(variantOf({ inputs: 'relaxing' })), { inputs: 'relaxing' }],
      [phased(ar, { inputs: 'relaxing', steps: 3, stepSize: 0.25 }), {}],
    ].map(([rule, options]) => {
      const made = new EventSimulator(graph, initialParameters(graph, 3), options as EventOptions);
      const name = Object.keys(graph.inputs)[0];
      const rows: number[][] = [];
      made
        .watch('drive', [name], { every: 0.25 }, rule as Rule)
        .seen.subscribe(({ values }) => rows.push([...values]));
      made.relax(randomBatch(graph, 2, 5), {
        rule: rule as Rule,
        relaxation: relaxationOf({ steps: 3, stepSize: 0.25 }),
      });
      return rows;
    });
    expect(relativeDifference(seen[1].flat(), seen[0].flat())).toBeLessThan(1e-12);
    expect(seen[0]).toHaveLength(2 * 4);
  });
});
