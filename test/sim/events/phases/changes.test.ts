import { expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { Rule } from '../../../../src/sim/rule.js';
import { rules } from '../../../../src/sim/rules.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { networks } from '../../../agreement/networks.js';
import { randomBatch } from '../../../agreement/problems.js';

const network = parseNetwork(networks['five hidden layers']);

/** When a neuron's activity is set, and what to; the same again at the same time is left out. */
function changesOf(rule: Rule, name: string, how: Partial<Relaxation>) {
  const simulator = new EventSimulator(network, initialParameters(network, 3));
  const rows: (readonly [time: number, value: number])[] = [];
  simulator.changes('activity', [name], rule).seen.subscribe(({ time, value }) => {
    const [before, x] = rows.at(-1) ?? [];
    if (before !== time || x !== value) rows.push([time, value]);
  });
  simulator.relax(randomBatch(network, 1, 5), { rule, relaxation: relaxationOf({ stepSize: 0.25, ...how }) });
  return rows;
}

// While both are there.
it.each<readonly [string, Partial<Relaxation>, least: number]>([
  ['steps', { steps: 3 }, 4],
  ['trajectories', { duration: 1 }, 2],
  ['threshold messages', { messages: 'threshold', quantum: 0.02, duration: 1 }, 6],
  ['threshold messages until silence', { messages: 'threshold', quantum: 0.02 }, 8],
])('activities are set when those of activation relaxation are by its own code: %s', (_, how, least) => {
  const old = changesOf(rules.ar, 'layers.1[0]', how);
  expect(changesOf(phased(ar, { steps: 3, stepSize: 0.25 }), 'layers.1.x[0]', how)).toEqual(old);
  expect(old.length).toBeGreaterThanOrEqual(least);
});
