import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialParameters, type Values } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import { relativeDifference } from '../../src/sim/tolerance.js';
import { backprop, deviation, equilibrium } from '../reference/index.js';
import { networks } from './networks.js';
import { asRows, asSet, forReference, randomBatch } from './problems.js';

const anyNetwork = fc.constantFrom(...Object.keys(networks));
const anySeed = fc.integer({ min: 1, max: 1000 });
const setUp = (name: string, seed: number, size = 2) => {
  const network = parseNetwork(networks[name]);
  const parameters = initialParameters(network, seed);
  return { network, parameters, batch: randomBatch(network, size, seed) };
};
const gradients = (set: Readonly<Record<string, Values>>) =>
  Object.fromEntries(Object.entries(set).map(([name, { data }]) => [name, data]));

describe('laws of the event engine', () => {
  it('its equilibrium is that of the reference, and the gradient of backpropagation', () => {
    fc.assert(
      fc.property(anyNetwork, anySeed, (name, seed) => {
        const { network, parameters, batch } = setUp(name, seed);
        const settle = { rule: rules.ar, relaxation: relaxationOf({ solver: 'equilibrium' }) };
        const { activity, gradient } = new EventSimulator(network, parameters).relax(batch, settle);
        const problem = [networks[name], asSet(parameters), forReference(batch)] as const;
        const rows = Object.fromEntries(Object.entries(activity).map(([n, v]) => [n, asRows(v)]));
        expect(deviation(rows, equilibrium(...problem).activity, 1e-9)).toBeLessThan(1e-12);
        expect(deviation(gradients(gradient), backprop(...problem), 1e-9)).toBeLessThan(1e-12);
      }),
      { numRuns: 40 },
    );
  });

  it('a whole step from the top down is exact at once; whole synchronous steps are after as many as are deep', () => {
    fc.assert(
      fc.property(anyNetwork, anySeed, (name, seed) => {
        const { network, parameters, batch } = setUp(name, seed);
        const depth = Object.keys(network.nodes).length;
        const want = backprop(networks[name], asSet(parameters), forReference(batch));
        for (const { schedule, steps } of [
          { schedule: 'top-down', steps: 1 },
          { schedule: 'synchronous', steps: depth },
        ] as const) {
          const relaxation = relaxationOf({ schedule, steps, stepSize: 1 });
          const { gradient } = new EventSimulator(network, parameters).relax(batch, {
            rule: rules.ar,
            relaxation,
          });
          expect(deviation(gradients(gradient), want, 1e-6)).toBeLessThan(1e-9);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('the gradient of a batch is the mean of the gradients of its samples', () => {
    fc.assert(
      fc.property(anyNetwork, anySeed, (name, seed) => {
        const { network, parameters, batch } = setUp(name, seed, 3);
        const simulator = new EventSimulator(network, parameters);
        const presentation = { rule: rules.ar, relaxation: relaxationOf({ steps: 7 }) };
        const whole = simulator.relax(batch, presentation).gradient;
        const row = (set: Readonly<Record<string, Values>>, i: number) =>
          Object.fromEntries(
            Object.entries(set).map(([key, { shape, data }]) => [
              key,
              { shape: [1, shape[1]], data: data.slice(i * shape[1], (i + 1) * shape[1]) },
            ]),
          );
        const singles = [0, 1, 2].map((i) =>
          simulator.relax(
            { size: 1, inputs: row(batch.inputs, i), targets: row(batch.targets, i) },
            presentation,
          ),
        );
        for (const [key, { data }] of Object.entries(whole)) {
          const mean = data.map((_, i) => singles.reduce((sum, s) => sum + s.gradient[key].data[i], 0) / 3);
          expect(relativeDifference(data, mean), key).toBeLessThan(1e-12);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('a presentation leaves no trace in the next one', () => {
    fc.assert(
      fc.property(anyNetwork, anySeed, (name, seed) => {
        const { network, parameters, batch } = setUp(name, seed, 1);
        const simulator = new EventSimulator(network, parameters);
        const presentation = { rule: rules.ar, relaxation: relaxationOf({ steps: 5 }) };
        const first = simulator.relax(batch, presentation);
        simulator.relax(randomBatch(network, 2, seed + 1), presentation);
        expect(simulator.relax(batch, presentation)).toEqual(first);
      }),
      { numRuns: 20 },
    );
  });
});
