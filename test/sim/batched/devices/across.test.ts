import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { pc } from '../../../../src/rules/pc.js';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { tfjs } from '../../../../src/sim/batched/tfjs.js';
import { phased } from '../../../../src/sim/phased.js';
import { paperRelaxation as relaxation } from '../../../../src/sim/relaxation.js';
import { rules } from '../../../../src/sim/rules.js';
import type { LearningRates, OptimiserState } from '../../../../src/sim/simulator.js';
import { tolerance } from '../../../../src/sim/tolerance.js';
import { optimiser } from '../../../../src/synapses/optimiser.js';
import { adam } from '../../../../src/synapses/optimisers/adam.js';
import { momentum } from '../../../../src/synapses/optimisers/momentum.js';
import { randomBatch } from '../../../agreement/problems.js';
import { loading } from '../../../backends.js';
import { deviation } from '../../../reference/index.js';
import { numbersOf } from '../problem.js';

const layer = (units: number, activation: string) => ({ type: 'dense', units, activation });
const network = parseNetwork({
  input: [30],
  layers: [layer(50, 'tanh'), layer(40, 'relu'), layer(6, 'linear')],
  loss: 'cross-entropy',
});
const batches = Array.from({ length: 20 }, (_, k) => randomBatch(network, 16, 50 + k));
const initial = initialParameters(network, 3);
const untouched: OptimiserState = { name: 'sgd', updates: 0, traces: {} };

const rates: Readonly<Record<string, LearningRates>> = {
  sgd: { learningRate: 0.05 },
  momentum: { learningRate: 0.02, optimiser: optimiser(momentum) },
  adam: { learningRate: 0.01, optimiser: optimiser(adam, { epsilon: 1e-4 }) },
};
const taught = { ar: rules.ar, bp: rules.bp, pc: phased(pc, { steps: 10 }) };

type Saved = Pick<ReturnType<typeof trained>, 'parameters' | 'state'>;

/** Trains on some minibatches on a backend, from where it was saved. */
function trained(
  { parameters, state }: { parameters: typeof initial; state: OptimiserState },
  rule: keyof typeof taught,
  rate: keyof typeof rates,
  from: number,
  to: number,
) {
  const simulator = new BatchedSimulator(network, parameters, tfjs);
  simulator.setOptimiserState(state);
  for (const batch of batches.slice(from, to))
    simulator.train(batch, { rule: taught[rule], relaxation, ...rates[rate] });
  const saved = { parameters: simulator.parameters(), state: simulator.optimiserState() };
  simulator.dispose();
  return saved;
}

const pairs = loading.flatMap((one) => loading.map((other) => [one, other] as const));
const cases = Object.keys(taught).flatMap((rule) =>
  Object.keys(rates).map((rate) => [rule as keyof typeof taught, rate] as const),
);

describe.each(cases)('training by %s with %s', (rule, rate) => {
  it.each(pairs)(
    'begun on %s goes on on %s: as if nothing had changed, to the tolerance of training',
    async (one, other) => {
      await startBackend(one);
      const begin: Saved = { parameters: initial, state: untouched };
      const whole = trained(begin, rule, rate, 0, 20);
      const half = trained(begin, rule, rate, 0, 10);
      await startBackend(other);
      const resumed = trained(half, rule, rate, 10, 20);
      const far = deviation(numbersOf(resumed.parameters), numbersOf(whole.parameters), 1);
      if (one === other) expect(far).toBe(0);
      else expect(far).toBeLessThan(tolerance.trained);
      expect(resumed.state.updates).toBe(whole.state.updates);
    },
  );
});
