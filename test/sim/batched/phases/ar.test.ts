import { expect, it } from 'vitest';
import { float64 } from '../../../../src/lab/measurements/float64.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { ar } from '../../../../src/rules/ar.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { arVariant } from '../../../../src/sim/rules/ar.js';
import { type Variant, variantChoices, variantOf } from '../../../../src/sim/variant.js';
import { chain, example, tangle } from '../../../reference/index.js';
import { problemOf } from '../problem.js';

/** Every variant that has a meaning. */
function variants(): Partial<Variant>[] {
  const all = Object.entries(variantChoices).reduce<Record<string, string>[]>(
    (list, [name, choices]) =>
      list.flatMap((one) => Object.keys(choices).map((choice) => ({ ...one, [name]: choice }))),
    [{}],
  );
  const meant = ({ bias, derivative, updateDerivative }: Record<string, string>) =>
    bias === 'included' || derivative !== 'none' || updateDerivative !== 'none';
  return all.filter(meant);
}

const steps = { steps: 3, stepSize: 0.2 };
const relaxation = relaxationOf({ ...steps, solver: 'euler' });

it.each([
  ['a chain', chain('tanh', 'mse')],
  ['a graph', tangle('tanh', 'cross-entropy')],
])('says what the relaxation of its own says, to the bit, in every variant: %s', (_, description) => {
  const { network, batch } = problemOf(example(description));
  for (const choice of variants()) {
    const rule = arVariant(variantOf(choice));
    const inPhases = phased(ar, { ...choice, ...steps });
    const parameters = initialParameters(network, 3, pathwayOf(rule));
    const learning = { learningRate: 0.1, feedbackLearningRate: 0.05, weightDecay: 0.01, relaxation };
    const ends = [rule, inPhases].map((one) => {
      const simulator = new BatchedSimulator(network, parameters, float64);
      const { loss, gradient, forward } = simulator.relax(batch, { ...learning, rule: one });
      const { outputs } = simulator.train(batch, { ...learning, rule: one });
      return { loss, gradient, forward, outputs, parameters: simulator.parameters() };
    });
    expect(ends[1], JSON.stringify(choice)).toEqual(ends[0]);
  }
});
