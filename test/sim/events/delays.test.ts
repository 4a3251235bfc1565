import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { buildDelays, type DelaySpec } from '../../../src/sim/events/build/build-delays.js';
import type { Delay } from '../../../src/sim/events/build/delays.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import { networks } from '../../agreement/networks.js';
import { asSet, forReference, randomBatch } from '../../agreement/problems.js';
import { moments } from '../../math/moments.js';
import { refusal } from '../../network/refusals.js';
import { backprop, deviation } from '../../reference/index.js';
import { numbersOf } from '../batched/problem.js';

const network = parseNetwork(networks['skip connection']);
const built = (spec: DelaySpec, seed = 1, name = 'out') =>
  buildDelays(network, { [name]: spec }, seed)[name] as Exclude<Delay, number>;

describe('random delays', () => {
  const drawn = { distribution: 'gamma', mean: 3, sd: 1 };
  const places = [0, 1, 2].flatMap((post) =>
    [0, 1].flatMap((parent) => [0, 1, 2, 3, 4].map((pre) => [post, pre, parent] as const)),
  );

  it('do not depend on which others are asked for, or when', () => {
    const delay = built(drawn);
    const all = places.map((place) => delay(...place));
    expect(new Set(all).size).toBe(all.length);
    const backward = built(drawn);
    expect([...places].reverse().map((place) => backward(...place))).toEqual([...all].reverse());
    for (const [i, place] of places.entries()) expect(built(drawn)(...place)).toBe(all[i]);
    const among = buildDelays(network, { h1: drawn, h2: 1, out: drawn }, 1).out as typeof delay;
    expect(places.map((place) => among(...place))).toEqual(all);
  });

  it('are others under another seed, and at another node', () => {
    const first = (seed: number, name: string) => built(drawn, seed, name)(0, 0, 0);
    expect(new Set([first(1, 'out'), first(2, 'out'), first(1, 'h1')]).size).toBe(3);
  });

  it('have the moments of their distribution over a whole layer', () => {
    const wide = parseNetwork({
      input: [200],
      layers: [{ type: 'dense', units: 200, activation: 'linear' }],
      loss: 'mse',
    });
    const delay = buildDelays(wide, { 'layers.0': drawn })['layers.0'] as Exclude<Delay, number>;
    const all = Array.from({ length: 40_000 }, (_, i) => delay(Math.floor(i / 200), i % 200, 0));
    const { mean, sd } = moments(all);
    expect(Math.abs(mean - 3)).toBeLessThan(4 / 200);
    // Kurtosis 3 + 6 / 9.
    expect(Math.abs(sd ** 2 - 1)).toBeLessThan((4 * Math.sqrt(3 + 6 / 9 - 1)) / 200);
  });
});

describe('delays by distance', () => {
  it('are how far apart two units lie, over the speed', () => {
    // out has 3 units, at 1/6, 1/2, 5/6; its first parent, h2, 5, at 1/10, 3/10, ...; its third, h1, 7.
    const delay = built({ distance: { speed: 0.5 } });
    expect(delay(0, 0, 0)).toBeCloseTo(2 * (1 / 6 - 1 / 10), 15);
    expect(delay(1, 2, 0)).toBe(0);
    expect(delay(2, 0, 2)).toBeCloseTo(2 * (5 / 6 - 1 / 14), 15);
    expect(built({ distance: { speed: 2, constant: 3 } })(2, 0, 2)).toBeCloseTo(3 + (5 / 6 - 1 / 14) / 2, 15);
    const position = (unit: number, size: number) => unit * size;
    expect(built({ distance: { speed: 2, position } })(1, 2, 0)).toBe(7 / 2);
  });
});

describe('a frozen relaxation with delays', () => {
  const some = [
    'one unit everywhere',
    'skip connection',
    'two inputs, two outputs, one of them with children',
  ];
  const ways = {
    trajectories: relaxationOf({ duration: 600 }),
    'asynchronous steps': relaxationOf({ steps: 1000, stepSize: 0.5, schedule: 'asynchronous' }),
  };
  const kinds: Readonly<Record<string, DelaySpec>> = {
    constant: 2,
    uniform: { distribution: 'uniform', from: 0, to: 50 },
    exponential: { distribution: 'exponential', mean: 5 },
    lognormal: { distribution: 'lognormal', mean: 5, sd: 5 },
    gamma: { distribution: 'gamma', mean: 5, sd: 5 },
    distance: { distance: { speed: 0.02 } },
  };

  describe.each(Object.entries(kinds))('%s', (_, spec) => {
    it.each(Object.entries(ways))('reaches the gradient by %s', (_, relaxation) => {
      for (const [i, name] of some.entries()) {
        const network = parseNetwork(networks[name]);
        const parameters = initialParameters(network, i + 1);
        const batch = randomBatch(network, 1, i + 1);
        const specs = Object.fromEntries(Object.keys(network.nodes).map((node) => [node, spec]));
        const delays = buildDelays(network, specs, i + 1);
        for (const grain of ['synapse', 'arbor'] as const) {
          const simulator = new EventSimulator(network, parameters, { delays, grain });
          const { gradient } = simulator.relax(batch, { rule: rules.ar, relaxation });
          const want = backprop(networks[name], asSet(parameters), forReference(batch));
          expect(deviation(numbersOf(gradient), want, 1e-9), name).toBeLessThan(1e-10);
        }
      }
    });
  });

  it('is late by them: nothing has come down yet before the first arrives', () => {
    const parameters = initialParameters(network, 1);
    const specs = { h1: 0, h2: 0, out: { distribution: 'uniform', from: 4, to: 5 } };
    const simulator = new EventSimulator(network, parameters, { delays: buildDelays(network, specs) });
    const relaxation = relaxationOf({ duration: 6, stepSize: 1, initial: 'zero' });
    const batch = randomBatch(network, 1, 1);
    const { course } = simulator.relax(batch, { rule: rules.ar, relaxation, record: true });
    const silent = course.map(({ h2 }) => h2.data.every((x) => x === 0));
    expect(silent).toEqual([true, true, true, true, true, false, false]);
  });
});

it('delays that cannot be are refused', () => {
  const asked = (spec: DelaySpec, name = 'out') => refusal(() => buildDelays(network, { [name]: spec }));
  expect(asked(1, 'ouy')).toBe('delays: got "ouy", expected a node: h1, h2, out. Try out.');
  expect(asked({ distribution: 'gama', mean: 1, sd: 1 })).toContain('delays.out.distribution: got "gama"');
  expect(asked({ distribution: 'gamma', mean: 1 })).toBe(
    'delays.out.sd: got nothing, expected a number of gamma.',
  );
  expect(asked({ distribution: 'gamma', mean: 1, sd: 1, to: 2 })).toContain('unknown key "to"');
  expect(asked({ distribution: 'uniform', from: 3, to: 1 })).toContain('delays.out.to: got 1');
  expect(asked({ distance: { speed: 0 } })).toContain('delays.out.speed: got 0');
  expect(asked({ distance: { speed: 1, constant: -1 } })).toContain('delays.out.constant: got -1');
});
