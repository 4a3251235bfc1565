import fc from 'fast-check';
import { expect, it } from 'vitest';
import { layOut } from '../../../../src/network/layout.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { gainsOf } from '../../../../src/sim/events/phases/gains.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { Relaxation, Relaxed } from '../../../../src/sim/simulator.js';
import { differences, graphProblem } from '../../../graphs/problem.js';
import { anyGraph } from '../../../graphs/random.js';
import { deviation } from '../../../reference/index.js';
import { numbersOf } from '../../batched/problem.js';
import { added, apart, heard, ported, sceneOf } from './patterned.js';
import { grains } from './surroundings.js';

const rule = phased(ar);
const onChange = (quantum: number, more: Partial<Relaxation> = {}) =>
  relaxationOf({ messages: 'threshold', quantum, ...more });
const values = (...data: number[]) => ({ shape: [1, data.length], data: Float64Array.from(data) });
type Log = readonly { readonly time: number }[];
/** Times that differ by rounding are one instant. */
function expectSameInstants(log: Log, other: Log): void {
  expect(log).toHaveLength(other.length);
  for (const [k, { time }] of log.entries()) expect(time).toBeCloseTo(other[k].time, 14);
}

/** Pools, products and maxima that pass on at once. */
const networks = [added, ported].map((one) => parseNetwork(one));

it.each(grains)('by hand: relays in a row pass on what they hear when they hear it: grain %s', (grain) => {
  const network = parseNetwork({
    inputs: { x: [1] },
    nodes: {
      a: { type: 'add', from: ['x'], relaxes: true },
      twice: { type: 'add', factors: [2], from: ['a'] },
      b: { type: 'add', from: ['a'], relaxes: true },
      sum: { type: 'add', factors: [1, 3], from: ['twice', 'b'] },
      top: { type: 'add', from: ['sum'], relaxes: true },
      out: { type: 'add', from: ['top'] },
    },
    outputs: { out: { loss: 'mse' } },
  });
  const simulator = new EventSimulator(network, {}, { grain });
  const logs = ['top', 'sum', 'twice'].map((name) => heard(simulator, [name]));
  const batch = { size: 1, inputs: { x: values(1) }, targets: { out: values(1) } };
  // 5 - 1 is what is wrong; top goes from 5 to 4 and says so at 5, 4.5, and where half of what is left has gone.
  const relaxation = onChange(0.5, { duration: 20 });
  const { states, forward } = simulator.relax(batch, { rule, relaxation });
  expect(forward.out.data[0]).toBe(5);
  const relaxing = (log: (typeof logs)[number]) => log.filter(({ kind }) => kind.startsWith('down.'));
  const [top, sum, twice] = logs.map(relaxing);
  expect(top.length).toBeGreaterThan(1);
  expectSameInstants(sum, top);
  expect(sum.map(({ value }) => value)).toEqual(top.map(({ value }) => value));
  expectSameInstants(twice, top);
  const last = top.at(-1)!.value;
  expect(['sum', 'twice'].map((name) => states![`${name}.x`].data[0])).toEqual([last, last]);
  expect(Math.abs(last - 4)).toBeLessThanOrEqual(0.5);
});

const relaxed = (
  { network, parameters, batch }: ReturnType<typeof graphProblem>,
  relaxation: Relaxation,
  grain: (typeof grains)[number] = 'arbor',
): Relaxed => new EventSimulator(network, parameters, { grain }).relax(batch, { rule, relaxation });

it('in any graph with relays, all come to where solver equilibrium has them, at both grains to the bit', () => {
  let relays = 0;
  const law = fc.property(anyGraph, fc.nat(1000), (graph, seed) => {
    const problem = graphProblem(graph, seed, 1);
    relays += layOut(problem.network).nodes.filter(({ role }) => role === 'relay').length;
    const rest = relaxed(problem, relaxationOf({ solver: 'equilibrium' }));
    const flushed = relaxed(problem, onChange(0.1, { flush: true }));
    expect(relaxed(problem, onChange(0.1, { flush: true }), 'synapse')).toEqual(flushed);
    expect(apart(flushed, rest, 1e-12)).toEqual([]);
    expect(deviation(numbersOf(flushed.gradient), differences(problem), 0.1)).toBeLessThan(1e-6);
    expect(relaxed(problem, onChange(0.1), 'synapse')).toEqual(relaxed(problem, onChange(0.1)));
  });
  fc.assert(law, { seed: 29, numRuns: 30 });
  expect(relays).toBeGreaterThan(9);
});

it('is off by less, the smaller the quantum', () => {
  for (const network of networks) {
    const scene = sceneOf({ network, rule, samples: 1 });
    const left = (relaxation: Relaxation) =>
      numbersOf(scene.events().relax(scene.batch, { rule, relaxation }).states!);
    const rest = left(relaxationOf({ solver: 'equilibrium' }));
    const [coarse, fine] = [1e-1, 1e-3].map((quantum) => deviation(left(onChange(quantum)), rest, 1));
    expect(fine).toBeLessThan(0.01);
    expect(coarse / fine).toBeGreaterThan(10);
  }
});

it('ends there over delays, too, of a node and of each synapse', () => {
  for (const network of networks) {
    const scene = sceneOf({ network, rule, samples: 1 });
    const given = { rule, relaxation: onChange(0.05, { flush: true }) };
    const rest = scene
      .events()
      .relax(scene.batch, { rule, relaxation: relaxationOf({ solver: 'equilibrium' }) });
    const names = Object.keys(network.nodes);
    const each = (post: number, pre: number) => 0.25 + 0.125 * ((post + pre) % 3);
    for (const delay of [0.5, each]) {
      const delays = Object.fromEntries(names.map((name) => [name, delay]));
      const [arbor, synapse] = grains.map((grain) =>
        scene.events({ grain, delays }).relax(scene.batch, given),
      );
      expect(synapse).toEqual(arbor);
      expect(apart(arbor, rest, 1e-12)).toEqual([]);
    }
  }
});

it('goes on from where it was saved', () => {
  for (const network of networks)
    for (const delays of [{}, Object.fromEntries(Object.keys(network.nodes).map((name) => [name, 0.3]))]) {
      const scene = sceneOf({ network, rule, samples: 1 });
      const presentation = { rule, relaxation: onChange(1e-3, { duration: 4 }) };
      const whole = scene.events({ delays }).relax(scene.batch, presentation);
      for (const [k, time] of [0, 0.3, 1.7].entries()) {
        const running = scene.events({ delays, grain: grains[k % 2] }).begin(scene.batch, presentation);
        expect(running.advance(time)).toBe(false);
        const state = structuredClone(running.save());
        running.abandon();
        const gone = scene.events({ delays, grain: grains[(k + 1) % 2] }).resume(state, presentation);
        expect(gone.result()).toEqual(whole);
      }
    }
});

it('relays have no quantum, and no time constant', () => {
  const scene = sceneOf({ network: networks[0], rule, samples: 1 });
  const relay = 'layers.1';
  const named = onChange(0.1);
  const with1 = (quantum: Readonly<Record<string, number>>) => () =>
    scene.events().relax(scene.batch, { rule, relaxation: { ...named, quantum } });
  expect(with1({ 'layers.0': 0.1, 'layers.2': 0.1 })).not.toThrow();
  expect(with1({ 'layers.0': 0.1, [relay]: 0.1, 'layers.2': 0.1 })).toThrow(/layers\.1/);
  expect([...gainsOf(scene.network, scene.parameters, rule).keys()]).not.toContain(relay);
  const slow = scene.events({ cells: { [relay]: { tau: 2 } } });
  for (const relaxation of [named, relaxationOf({ solver: 'euler', steps: 3 })])
    expect(() => slow.relax(scene.batch, { rule, relaxation })).toThrow(
      /cells.layers.1.tau with rule ar.*got a time constant of a relay, expected none: it takes no time/,
    );
});
