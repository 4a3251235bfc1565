import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../src/sim/batched/engine.js';
import { tfjs } from '../../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { type RuleName, rules } from '../../../src/sim/rules.js';
import { loading } from '../../backends.js';
import {
  deviation,
  type Example,
  equilibrium,
  finiteDifferences,
  type Gradient,
} from '../../reference/index.js';
import { autodiff } from './autodiff.js';
import { examples, kinkDistance, remainder, safe } from './examples.js';
import { numbersOf, problemOf } from './problem.js';

const relaxation = relaxationOf({ solver: 'equilibrium' });
const tiny = 1e-300;

function batchedGradient(example: Example, rule: RuleName): Record<string, ArrayLike<number>> {
  const { network, parameters, batch } = problemOf(example);
  const simulator = new BatchedSimulator(network, parameters, tfjs);
  const { gradient } = simulator.relax(batch, { rule: rules[rule], relaxation });
  simulator.dispose();
  return numbersOf(gradient);
}

it('no example is near the kink of relu, and in none do the gradients of the samples cancel', () => {
  for (const [name, example] of examples) {
    expect(kinkDistance(example), name).toBeGreaterThan(safe.distance);
    expect(remainder(example), name).toBeGreaterThan(safe.remainder);
  }
});

describe('against automatic differentiation', () => {
  const exact = new Map<string, Gradient>();

  beforeAll(async () => {
    expect((await startBackend('cpu')).name).toBe('cpu');
    for (const [name, example] of examples) exact.set(name, autodiff(example));
  });

  // Float32 throughout: a handful of roundings of 6e-8 per number, relative to the largest of a parameter.
  describe.each(loading)('on %s', (backend) => {
    beforeAll(async () => {
      expect((await startBackend(backend)).name).toBe(backend);
    });

    it.each(examples)('the relaxed activities give the gradient: %s', (name, example) => {
      expect(deviation(batchedGradient(example, 'ar'), exact.get(name)!, tiny)).toBeLessThan(1e-5);
    });

    it.each(examples)('backpropagation gives it: %s', (name, example) => {
      expect(deviation(batchedGradient(example, 'bp'), exact.get(name)!, tiny)).toBeLessThan(1e-5);
    });
  });
});

describe('against finite differences, in float64', () => {
  it.each(examples)('%s', (_, example) => {
    const slopes = finiteDifferences(...example);
    const { network, parameters, batch } = problemOf(example);
    const events = new EventSimulator(network, parameters).relax(batch, { rule: rules.ar, relaxation });
    expect(deviation(equilibrium(...example).gradient, slopes)).toBeLessThan(1e-6);
    expect(deviation(numbersOf(events.gradient), slopes)).toBeLessThan(1e-6);
  });
});
