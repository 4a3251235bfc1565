import { expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import type { LiveOptions } from '../../../../src/sim/events/live/options.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import { type WayName, ways } from '../../../../src/sim/events/live/ways.js';
import { refusal } from '../../../network/refusals.js';
import { byHand, chain, inputs, targets } from './scene.js';

const make = (way: WayName = 'two-compartments', options: Partial<LiveOptions> = {}) =>
  new LiveSimulator(chain, byHand, { way, learningRate: 0.1, ...options });

const shown = (way?: WayName, options?: Partial<LiveOptions>) => {
  const simulator = make(way, options);
  for (const time of [0, 7, 30]) simulator.present({ time, inputs, targets });
  return simulator;
};

it.each(Object.keys(ways) as WayName[])('%s: calls from inside are refused, and change nothing', (way) => {
  const alone = shown(way);
  alone.runThrough(60);
  const simulator = shown(way);
  const state = simulator.state.bind(simulator);
  const refused = new Set<string>();
  const [node] = Object.keys(chain.nodes);
  simulator.listen(node).subscribe(() => {
    for (const call of [() => simulator.runThrough(99), state]) refused.add(refusal(call).split(': ')[0]);
    expect(() => simulator.restore({} as never)).toThrow('expected one that has not begun');
  });
  simulator.runThrough(60);
  expect([...refused].sort()).toEqual(['EventQueue.runThrough', 'EventQueue.state']);
  expect(simulator.parameters()).toEqual(alone.parameters());
  expect(simulator.energy).toEqual(alone.energy);
});

it('a refused stimulus, or a refused state, does not begin it', () => {
  const saved = shown();
  saved.runThrough(10);
  const state = saved.state();
  saved.runThrough(60);
  const simulator = make();
  expect(refusal(() => simulator.present({ time: Number.NaN, inputs }))).toContain('stimulus.time');
  expect(refusal(() => make('oscillation').restore(state))).toContain('saved with way "two-compartments"');
  expect(refusal(() => simulator.restore({ ...state, conditions: {} }))).toContain('saved with way none');
  simulator.restore(state);
  simulator.runThrough(60);
  expect(simulator.parameters()).toEqual(saved.parameters());
});

it('a state is not put over what waits already', () => {
  const saved = shown();
  saved.runThrough(10);
  const simulator = make();
  simulator.queue.at(3, { run: () => {} });
  expect(() => simulator.restore(saved.state())).toThrow('EventQueue.restore: got waiting events');
  simulator.queue.drop();
  simulator.restore(saved.state());
  simulator.runThrough(60);
  saved.runThrough(60);
  expect(simulator.parameters()).toEqual(saved.parameters());
});

it('what has failed in the middle of an instant does not go on, and is not saved', () => {
  const simulator = shown();
  simulator.queue.at(5, {
    run: () => {
      throw new Error('a task from outside');
    },
  });
  for (let again = 0; again < 2; again++) {
    expect(() => simulator.runThrough(60)).toThrow('a task from outside');
    expect(() => simulator.state()).toThrow('a task from outside');
  }
});

const other: readonly [string, WayName, Partial<LiveOptions>][] = [
  ['delays {}', 'two-compartments', { delays: {} }],
  ['seed 2', 'two-compartments', { seed: 2 }],
  ['rates {"feedbackLearningRate":0.2', 'two-compartments', { learningRate: 0.2 }],
  ['two-compartments {"teachEvery":4', 'two-compartments', { twoCompartments: { teachEvery: 4 } }],
  ['oscillation {"first":1,', 'oscillation', { oscillation: { first: 1 } }],
  ['strict-phases {"duration":17,', 'strict-phases', { strictPhases: { duration: 17 } }],
];

it.each(other)('a state is refused by name: %s', (what, way, options) => {
  const [first] = Object.keys(chain.nodes);
  const delays = { [first]: 0.25 };
  const simulator = shown(way, { delays });
  simulator.runThrough(10);
  const state = structuredClone(simulator.state());
  expect(refusal(() => make(way, { delays, ...options }).restore(state))).toContain(`, expected ${what}`);
  // What may differ does.
  make(way, { delays, grain: 'arbor' }).restore(state);
  // A default is the same as what is said.
  if (way === 'strict-phases') make(way, { delays, seed: 1, strictPhases: { sweep: 2 } }).restore(state);
});

it('the network of a state is its nodes, not how its first weights are drawn', () => {
  const simulator = shown();
  const state = simulator.state.bind(simulator);
  simulator.runThrough(10);
  const init = Object.fromEntries(
    Object.entries(chain.nodes).map(([name, spec]) => [name, { ...spec, init: {} }]),
  );
  const same = { ...chain, nodes: init };
  new LiveSimulator(same, byHand, { way: 'two-compartments', learningRate: 0.1 }).restore(state());
  const [first] = Object.keys(chain.nodes);
  const changed = {
    ...chain,
    nodes: { ...chain.nodes, [first]: { ...chain.nodes[first], activation: 'tanh' as const } },
  };
  const stranger = new LiveSimulator(changed, initialParameters(changed, 1), {
    way: 'two-compartments',
    learningRate: 0.1,
  });
  expect(refusal(() => stranger.restore(state()))).toContain('saved with network');
});
