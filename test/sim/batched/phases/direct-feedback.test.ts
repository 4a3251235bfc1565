import { expect, it } from 'vitest';
import { dfa } from '../../../../src/rules/dfa.js';
import { fa } from '../../../../src/rules/fa.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { phased } from '../../../../src/sim/phased.js';
import { paperRelaxation as relaxation } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Problem } from '../problem.js';
import { exact, given } from './exact.js';

it.each([1, 2, 3])(
  'direct feedback alignment with one hidden layer is feedback alignment, to the bit, seed %i',
  (seed) => {
    const layers = [5, 3].map((units) => ({ type: 'dense', units, activation: 'tanh' }));
    for (const loss of ['mse', 'cross-entropy']) {
      const description = { input: [4], layers, loss };
      const fed = given(description, phased(fa), seed).problem;
      const { 'layers.1.feedback': feedback, ...shared } = fed.parameters;
      const told = { ...fed, parameters: { ...shared, 'layers.0.direct': feedback } };
      const runs: [Problem, PhasedRule][] = [
        [fed, phased(fa)],
        [told, phased(dfa)],
      ];
      const [one, other] = runs.map(([{ network, parameters, batch }, rule]) => {
        const simulator = new BatchedSimulator(network, parameters, exact);
        const { gradient, states } = simulator.relax(batch, { rule, relaxation });
        for (let k = 0; k < 3; k++) simulator.train(batch, { rule, relaxation, learningRate: 0.5 });
        const { 'layers.1.feedback': _b, 'layers.0.direct': _d, ...learned } = simulator.parameters();
        return { gradient, states, learned };
      });
      expect(one).toEqual(other);
      expect(Math.hypot(...one.gradient['layers.0.weight'].data)).toBeGreaterThan(1e-3);
    }
  },
);
