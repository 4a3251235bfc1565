import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { arVariant } from '../../src/sim/rules/ar.js';
import { type ScheduleName, schedules } from '../../src/sim/schedules.js';
import type { Relaxation } from '../../src/sim/simulator.js';
import { tolerance } from '../../src/sim/tolerance.js';
import { type PlainVariant, standardVariant, type Variant, variantName } from '../../src/sim/variant.js';
import { type GrainName, grains } from '../../src/synapses/grains.js';
import { tried } from '../backends.js';
import { type Description, deviation, relaxVariant, trainVariant } from '../reference/index.js';
import { networks } from './networks.js';
import { referenceOptions } from './orders.js';
import { asSet, forReference, randomBatch } from './problems.js';
import {
  arraysOf,
  distance,
  numbers,
  readsMovingSlopes,
  setUp,
  smooth,
  stepping,
} from './variant-problems.js';
import { variants } from './variants.js';

const shapes = [
  'one unit everywhere',
  'five hidden layers',
  'skip connection',
  'two inputs, two outputs, one of them with children',
] as const;
const named = variants.map((variant) => [variantName(variant) || 'standard', variant] as const);
const orders = Object.keys(schedules) as ScheduleName[];
const starts = ['forward', 'zero'] as const;
const cases = orders.flatMap((schedule, k) =>
  shapes.map((shape, i) => [schedule, shape, starts[(i + k) % 2]] as const),
);
const rates = { learningRate: 0.5, feedbackLearningRate: 0.3, weightDecay: 0.1 };

beforeAll(() => startBackend(tried));

describe('the list of variants', () => {
  const keys = Object.keys(standardVariant) as (keyof Variant)[];
  const choices = keys.flatMap((key) => {
    const others = new Set(variants.map((variant) => variant[key]));
    others.delete(standardVariant[key]);
    return [...others].map((value) => ({ key, value }));
  });

  it('has every choice by itself, and every pair of choices', () => {
    expect(choices).toHaveLength(10);
    for (const [i, one] of choices.entries()) {
      expect(variants).toContainEqual({ ...standardVariant, [one.key]: one.value });
      for (const other of choices.slice(0, i)) {
        if (one.key === other.key) continue;
        const found = variants.some((v) => v[one.key] === one.value && v[other.key] === other.value);
        expect(found, `${one.key} ${one.value} with ${other.key} ${other.value}`).toBe(true);
      }
    }
  });
});

describe.each(named)('the batched engine against the reference: %s', (_, variant) => {
  it.each(cases)('%s, %s, from %s', (schedule, shape, initial) => {
    const description = readsMovingSlopes(variant) ? smooth(networks[shape]) : networks[shape];
    const { rule, network, parameters } = setUp(variant, description, 3);
    const batch = randomBatch(network, 4, 5);
    const relaxation = stepping(schedule, { initial });
    const live = tfjs.live();
    const simulator = new BatchedSimulator(network, parameters, tfjs);
    const got = simulator.relax(batch, { rule, relaxation, ...rates, record: true });
    simulator.dispose();
    expect(tfjs.live(), 'tensors left behind').toBe(live);
    const options = { ...referenceOptions(description, relaxation, variant), ...rates };
    const want = relaxVariant(description, asSet(parameters), forReference(batch), options);
    for (const [what, far] of Object.entries(distance(got, want))) {
      expect(far, what).toBeLessThan(tolerance.float32);
    }
  });
});

describe.each(named)('the event engine against the reference: %s', (_, variant) => {
  const { plasticity } = variant;
  // A batch shares its weights, and the event engine presents one sample at a time.
  const samples = plasticity === 'continuous' ? 1 : 3;

  it.each(cases)('%s, %s, from %s', (schedule, shape, initial) => {
    const description = networks[shape];
    const { rule, network, parameters } = setUp(variant, description, 3);
    const batch = randomBatch(network, samples, 5);
    const relaxation = stepping(schedule, { initial });
    const options = { ...referenceOptions(description, relaxation, variant), ...rates };
    const want = relaxVariant(description, asSet(parameters), forReference(batch), options);
    for (const grain of Object.keys(grains) as GrainName[]) {
      const simulator = new EventSimulator(network, parameters, { grain });
      const got = simulator.relax(batch, { rule, relaxation, ...rates, record: true });
      for (const [what, far] of Object.entries(distance(got, want))) {
        expect(far, `${what}, ${grain}`).toBeLessThan(tolerance.float64);
      }
    }
  });
});

describe.each(named.filter(([, variant]) => arVariant(variant).linear))(
  'without steps, on the batched engine: %s',
  (_, variant) => {
    const run = (
      shape: (typeof shapes)[number],
      given: Partial<Relaxation>,
      reference: Partial<Relaxation>,
    ) => {
      const description = readsMovingSlopes(variant) ? smooth(networks[shape]) : networks[shape];
      const { rule, network, parameters } = setUp(variant, description, 3);
      const batch = randomBatch(network, 4, 5);
      const simulator = new BatchedSimulator(network, parameters, tfjs);
      const got = simulator.relax(batch, { rule, relaxation: relaxationOf(given), record: true });
      simulator.dispose();
      const options = referenceOptions(description, relaxationOf(reference), variant);
      const problem = [description, asSet(parameters), forReference(batch)] as const;
      return distance(got, relaxVariant(...problem, { ...options, learningRate: 1 }));
    };

    it.each(shapes)('the closed form is what steps leave: %s', (shape) => {
      for (const schedule of ['synchronous', 'top-down'] as const) {
        for (const initial of ['forward', 'zero'] as const) {
          const steps = { schedule, initial, steps: 12, stepSize: 0.3 };
          const far = run(shape, { solver: 'closed-form', ...steps }, steps);
          for (const [what, value] of Object.entries(far)) {
            expect(value, `${what}, ${schedule} from ${initial}`).toBeLessThan(tolerance.float32);
          }
        }
      }
    });

    // One whole step from the top down finds the fixed point, whatever the feedback weights.
    it.each(shapes)('the equilibrium is where they lead: %s', (shape) => {
      const whole = { schedule: 'top-down', steps: 1, stepSize: 1 } as const;
      const { course: _, ...far } = run(shape, { solver: 'equilibrium' }, whole);
      for (const [what, value] of Object.entries(far)) expect(value, what).toBeLessThan(tolerance.float32);
    });
  },
);

// Every schedule and shape has its turn, but not with each other.
const learning = named.flatMap(([name, variant], i) =>
  orders.map((schedule, k) => [name, schedule, shapes[(i + k) % shapes.length], variant] as const),
);

describe('twenty minibatches of training', () => {
  const slow = { learningRate: 0.02, feedbackLearningRate: 0.015, weightDecay: 0.5 };
  const parts = (
    variant: PlainVariant,
    description: Description,
    schedule: ScheduleName,
    samples: number,
  ) => {
    const problem = setUp(variant, description, 6);
    const batches = Array.from({ length: 20 }, (_, i) => randomBatch(problem.network, samples, 100 + i));
    // One unit after the other costs the batched engine a round each.
    const steps = schedule === 'asynchronous' ? 3 : 6;
    const relaxation = stepping(schedule, { steps, stepSize: 0.3 });
    const options = { ...referenceOptions(description, relaxation, variant), ...slow };
    const start = asSet(problem.parameters);
    const end = trainVariant(description, start, batches.map(forReference), options);
    return { ...problem, batches, relaxation, want: arraysOf(end) };
  };

  it.each(learning)('on the batched engine: %s; %s, %s', (_, schedule, shape, variant) => {
    const description = readsMovingSlopes(variant) ? smooth(networks[shape]) : networks[shape];
    const { rule, network, parameters, batches, relaxation, want } = parts(variant, description, schedule, 4);
    const live = tfjs.live();
    const simulator = new BatchedSimulator(network, parameters, tfjs);
    for (const batch of batches) simulator.train(batch, { rule, relaxation, ...slow });
    const got = simulator.parameters();
    simulator.dispose();
    expect(tfjs.live(), 'tensors left behind').toBe(live);
    expect(deviation(numbers(got), want, 1e-300)).toBeLessThan(tolerance.trained);
  });

  it.each(learning)('on the event engine: %s; %s, %s', (_, schedule, shape, variant) => {
    const samples = variant.plasticity === 'continuous' ? 1 : 3;
    const problem = parts(variant, networks[shape], schedule, samples);
    const { rule, network, parameters, batches, relaxation, want } = problem;
    const simulator = new EventSimulator(network, parameters);
    for (const batch of batches) simulator.train(batch, { rule, relaxation, ...slow });
    expect(deviation(numbers(simulator.parameters()), want, 1e-300)).toBeLessThan(tolerance.float64);
  });
});
