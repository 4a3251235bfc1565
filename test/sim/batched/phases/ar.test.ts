import { expect, it } from 'vitest';
import { ar } from '../../../../src/rules/ar.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { arVariant } from '../../../../src/sim/rules/ar.js';
import { type ScheduleName, schedules } from '../../../../src/sim/schedules.js';
import { type PlainVariant, variantChoices, variantOf } from '../../../../src/sim/variant.js';
import { referenceOptions } from '../../../agreement/orders.js';
import { distance } from '../../../agreement/variant-problems.js';
import { chain, deviation, example, relaxVariant, tangle, trainVariant } from '../../../reference/index.js';
import { numbersOf } from '../problem.js';
import { combinations } from './combinations.js';
import { exact, withOwnWeights } from './exact.js';

/** Every variant that has a meaning. */
const variants = (
  combinations(
    Object.fromEntries(Object.entries(variantChoices).map(([name, choices]) => [name, Object.keys(choices)])),
  ) as unknown as PlainVariant[]
).filter(
  ({ bias, derivative, updateDerivative }) =>
    bias === 'included' || derivative !== 'none' || updateDerivative !== 'none',
);
const orders = Object.keys(schedules) as ScheduleName[];
const rates = { learningRate: 0.1, feedbackLearningRate: 0.05, weightDecay: 0.01 };
const networks = [
  ['a chain', chain('tanh', 'mse')],
  ['a graph', tangle('tanh', 'cross-entropy')],
] as const;

// Schedules, and where activities begin, take turns.
it.each(networks)('is what its equations say, in every variant: %s', (_, description) => {
  for (const [k, choices] of variants.entries()) {
    const schedule = orders[k % 3];
    const initial = (k >> 1) % 2 === 0 ? 'forward' : 'zero';
    const seed = schedule === 'asynchronous' ? { seed: 5 } : {};
    const steps = { solver: 'euler', steps: 3, stepSize: 0.2 };
    const relaxation = relaxationOf({ ...steps, schedule, initial, ...seed });
    const rule = arVariant(variantOf(choices));
    const { problem, reference } = withOwnWeights(example(description, 2), rule);
    const options = { ...referenceOptions(description, relaxation, choices), ...rates };
    const simulator = new BatchedSimulator(problem.network, problem.parameters, exact);
    const record = k % 4 === 0;
    const got = simulator.relax(problem.batch, { rule, relaxation, ...rates, record });
    const { course, ...far } = distance(got, relaxVariant(...reference, options));
    const what = `${JSON.stringify(choices)}, ${schedule} from ${initial}`;
    expect(Math.max(...Object.values(far), record ? course : 0), what).toBeLessThan(1e-12);
    if (k % 5 > 0) continue;
    simulator.train(problem.batch, { rule, relaxation, ...rates });
    const [network, parameters, batch] = reference;
    const trained = trainVariant(network, parameters, [batch], options);
    const want = Object.fromEntries(Object.entries(trained).map(([name, { data }]) => [name, data]));
    expect(deviation(numbersOf(simulator.parameters()), want, 1e-300), what).toBeLessThan(1e-12);
  }
});

it('is the same rule by its own options', () => {
  const steps = { steps: 4, stepSize: 0.3, initial: 'zero' } as const;
  const choices = { feedback: 'learned', presynaptic: 'current', inputs: 'relaxing' } as const;
  const { problem } = withOwnWeights(example(tangle('tanh', 'mse')), arVariant(variantOf(choices)));
  const ends = [arVariant(variantOf(choices)), phased(ar, { ...choices, ...steps })].map((rule) => {
    const simulator = new BatchedSimulator(problem.network, problem.parameters, exact);
    const relaxation = relaxationOf({ solver: 'closed-form', ...steps });
    return simulator.relax(problem.batch, { rule, relaxation });
  });
  const [{ activity, gradient }, { states, gradient: other }] = ends;
  for (const node of Object.keys(problem.network.nodes)) expect(states![`${node}.x`]).toEqual(activity[node]);
  expect(other).toEqual(gradient);
});
