import { expect, it } from 'vitest';
import { matrix } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import type { WayName } from '../../../../src/sim/events/live/ways.js';
import { sampleError } from '../../../reference/losses.js';

const ways = ['strict-phases', 'oscillation', 'two-compartments'] satisfies WayName[];

const network = parseNetwork({ input: [2], layers: [{ type: 'dense', units: 3 }], loss: 'cross-entropy' });
const parameters = {
  'layers.0.weight': matrix([
    [1, 0.5],
    [-1, 0.25],
    [0, 2],
  ]),
  'layers.0.bias': { shape: [3], data: Float64Array.of(0.5, 0, -1) },
};
const answer = [2, -0.75, 1];

/** What each output teaches last, at a learning rate of zero: its error (two compartments: over one tau). */
function errorsOf(way: WayName, targets: readonly (readonly number[])[]): (number | undefined)[] {
  const simulator = new LiveSimulator(network, parameters, {
    way,
    learningRate: 0,
    twoCompartments: { teachEvery: 1 },
  });
  const taught: number[] = [];
  simulator.listen('layers.0').subscribe((message) => {
    if (!/^learn/.test(message.kind)) return;
    taught[Number(/\d+(?=\]$)/.exec(message.source))] = message.value;
  });
  for (const [i, target] of targets.entries()) {
    simulator.present({ time: 100 * i, inputs: { input: [1, 1] }, targets: { 'layers.0': target } });
  }
  simulator.runThrough(100 * targets.length);
  return taught;
}

it.each(ways)('cross-entropy, %s: outputs err as the loss does, whatever the targets sum to', (way) => {
  for (const target of [
    [0, 1, 0],
    [3, 0, 0],
    [0.5, -2, 0.25],
  ]) {
    const want = sampleError('cross-entropy', answer, target);
    const got = errorsOf(way, [[1, 0, 0], target]);
    for (const [i, error] of want.entries()) expect(got[i]).toBeCloseTo(error, 12);
  }
});

it.each(ways)('cross-entropy, %s: a masked sample teaches nothing', (way) => {
  expect(errorsOf(way, [[0, 0, 0]]).every((error) => error === undefined || error === 0)).toBe(true);
});
