import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { LiveOptions } from '../../../../src/sim/events/live/options.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { Batch } from '../../../../src/sim/simulator.js';
import { networks } from '../../../agreement/networks.js';
import { randomBatch } from '../../../agreement/problems.js';
import { inputs, live, targets } from './scene.js';

const way = (options: LiveOptions['strictPhases'] = {}): LiveOptions => ({
  way: 'strict-phases',
  learningRate: 0.5,
  strictPhases: { sweep: 1, duration: 7, ...options },
});

const units = (set: Batch['inputs']) =>
  Object.fromEntries(Object.entries(set).map(([name, { data }]) => [name, data]));

describe('one sample a cycle', () => {
  it.each(Object.entries(networks))(
    'learns what the event engine learns from the same, bit for bit: %s',
    (_, given) => {
      const network = parseNetwork(given);
      const parameters = initialParameters(network, 2);
      const simulator = new LiveSimulator(network, parameters, way());
      const engine = new EventSimulator(network, parameters);
      const relaxation = relaxationOf({ duration: 7 });
      for (let sample = 0; sample < 3; sample++) {
        const batch = randomBatch(network, 1, sample);
        const { outputs } = engine.train(batch, { rule: phased(ar), relaxation, learningRate: 0.5 });
        const time = sample * 8;
        simulator.present({ time, inputs: units(batch.inputs), targets: units(batch.targets) });
        simulator.runThrough(time + 2);
        for (const [name, { data }] of Object.entries(outputs)) expect(simulator.answer(name)).toEqual(data);
      }
      simulator.runThrough(24);
      expect(simulator.parameters()).toEqual(engine.parameters());
    },
  );

  it('by hand: sweep at 0, relaxation from 1 on, weights change at 8', () => {
    const { simulator, of, weight } = live(way());
    simulator.present({ time: 0, inputs, targets });
    simulator.runThrough(7.999);
    expect(weight('layers.0.weight')).toBe(2);
    expect(of('layers.0[0]', 'up.rate').map(({ time }) => time)).toEqual([0]);
    expect(of('layers.1[0]', 'down.x').map(({ time, value }) => [time, value])).toEqual([[1, 0.25]]);
    simulator.runThrough(8);
    const x = 0.125 + (4 - 0.125) * Math.exp(-7);
    expect(weight('layers.0.weight')).toBeCloseTo(2 - 0.5 * x, 14);
    expect(weight('layers.1.weight')).toBeCloseTo(0.5 - 0.5 * 0.25 * 4, 14);
  });
});

describe('what comes in between', () => {
  it('waits for the next cycle, the latest of it only, and does not touch what goes on', () => {
    const { simulator, of, weight } = live(way());
    simulator.present({ time: 0, inputs, targets });
    for (const [time, value] of [
      [2, 5],
      [3, 6],
      [4, 7],
    ])
      simulator.present({ time, inputs: { input: [value, value] } });
    simulator.runThrough(7);
    expect(simulator.answer('layers.1')).toEqual(Float64Array.of(2.25));
    simulator.runThrough(8);
    const [w, v, b] = [weight('layers.0.weight', 0), weight('layers.0.weight', 1), weight('layers.0.bias')];
    expect(of('layers.0[0]', 'up.rate').map(({ time, value }) => [time, value])).toEqual([
      [0, 4],
      [8, 7 * w + 7 * v + b],
    ]);
    expect(simulator.missed).toBe(2);
    expect(w).toBeLessThan(2);
  });

  it('just as a cycle begins is part of it, though it was not known when the clock was set', () => {
    const { simulator, of } = live(way());
    simulator.runThrough(5);
    simulator.present({ time: 8, inputs });
    simulator.runThrough(8);
    expect(of('layers.0[0]', 'up.rate').map(({ time }) => time)).toEqual([8]);
  });

  it('targets until the sweep is over teach; later ones have to wait until the same is presented again; null none', () => {
    const changes = (...presented: [number, typeof targets | null][]) => {
      const { simulator, of } = live(way());
      simulator.present({ time: 0, inputs });
      for (const [time, given] of presented) simulator.present({ time, targets: given });
      simulator.runThrough(17);
      return of('layers.1[0]', 'learn').map(({ time }) => time);
    };
    expect(changes([1, targets])).toEqual([8, 16]);
    expect(changes([0.5, targets])).toEqual([8, 16]);
    // Nothing to relax for in the first cycle, which ends with its sweep and time for the relaxation all the same.
    expect(changes([1.5, targets])).toEqual([16]);
    expect(changes()).toEqual([]);
    expect(changes([0.5, targets], [0.75, null])).toEqual([]);
    expect(changes([0.5, targets], [2, null])).toEqual([8]);
  });

  it('targets go with the inputs that came last, which may wait still', () => {
    const { simulator, of } = live(way());
    simulator.present({ time: 0, inputs });
    simulator.present({ time: 0.25, inputs: { input: [2, 1] } });
    simulator.present({ time: 0.5, targets });
    simulator.runThrough(17);
    expect(of('layers.1[0]', 'learn').map(({ time }) => time)).toEqual([16]);
  });
});

describe('delays', () => {
  it('are waited for in the sweep and before the next one: nothing of a cycle reaches another', () => {
    const network = parseNetwork(networks['five hidden layers']);
    const delays = Object.fromEntries(Object.keys(network.nodes).map((name) => [name, 0.5]));
    const parameters = initialParameters(network, 2);
    const simulator = new LiveSimulator(network, parameters, { ...way({ sweep: 4 }), delays });
    const engine = new EventSimulator(network, parameters, { delays });
    const relaxation = relaxationOf({ duration: 7 });
    for (let sample = 0; sample < 3; sample++) {
      const batch = randomBatch(network, 1, sample);
      engine.train(batch, { rule: phased(ar), relaxation, learningRate: 0.5 });
      const time = sample * 14;
      simulator.present({ time, inputs: units(batch.inputs), targets: units(batch.targets) });
    }
    simulator.runThrough(42);
    expect(simulator.parameters()).toEqual(engine.parameters());
  });

  it('longer than the sweep are refused', () => {
    const network = parseNetwork(networks['five hidden layers']);
    const delays = { 'layers.0': 1, 'layers.3': 1 };
    expect(
      () => new LiveSimulator(network, initialParameters(network, 1), { ...way({ sweep: 2 }), delays }),
    ).toThrow(
      'strict-phases.sweep: got 2 tau, expected more than the longest way through the network, 2 tau.',
    );
  });
});
