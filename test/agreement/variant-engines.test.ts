import { beforeAll, describe, expect, it } from 'vitest';
import { initialParameters, type Parameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { arVariant } from '../../src/sim/rules/ar.js';
import type { Simulator } from '../../src/sim/simulator.js';
import { type Variant, variantOf } from '../../src/sim/variant.js';
import { tried } from '../backends.js';
import { refusal } from '../network/refusals.js';
import { networks } from './networks.js';
import { randomBatch } from './problems.js';

beforeAll(() => startBackend(tried));

const network = parseNetwork(networks['skip connection']);
const withFeedback = initialParameters(network, 3, { ownWeights: true, inputsRelax: true });
const batch = randomBatch(network, 1, 5);
const relaxation = relaxationOf({ solver: 'euler', steps: 5, stepSize: 0.5 });

const makers: Record<string, (parameters: Parameters) => Simulator> = {
  batched: (parameters) => new BatchedSimulator(network, parameters, tfjs),
  events: (parameters) => new EventSimulator(network, parameters),
};
const rule = (given: Partial<Variant>) => arVariant(variantOf(given));
const changed = (before: Parameters, after: Parameters) =>
  Object.keys(after).filter((name) => after[name].data.some((w, i) => w !== before[name].data[i]));
const feedback = ['h1.feedback', 'h2.feedback', 'out.feedback'];
const weights = ['h1.weight', 'h1.bias', 'h2.weight', 'h2.bias', 'out.weight', 'out.bias'];

describe.each(Object.entries(makers))('variants on engine %s', (_, make) => {
  it('refuse to go down without the feedback weights that they need', () => {
    const simulator = make(initialParameters(network, 3));
    for (const pathway of ['random', 'learned'] as const) {
      const presentation = { rule: rule({ feedback: pathway }), relaxation };
      const line = 'parameters: got no h2.feedback, expected one';
      expect(refusal(() => simulator.relax(batch, presentation))).toContain(line);
      expect(refusal(() => simulator.train(batch, { ...presentation, learningRate: 1 }))).toContain(line);
    }
    simulator.dispose();
  });

  it.each([
    ['transpose', 'clamped', []],
    ['random', 'clamped', []],
    ['learned', 'clamped', ['h2.feedback', 'out.feedback']],
    ['learned', 'relaxing', feedback],
  ] as const)(
    'feedback %s, inputs %s: these feedback weights learn, the others stay: %s',
    (pathway, inputs, learn) => {
      for (const plasticity of ['equilibrium', 'continuous'] as const) {
        const simulator = make(withFeedback);
        const before = simulator.parameters();
        expect(Object.keys(before).sort()).toEqual([...weights, ...feedback].sort());
        const presentation = { rule: rule({ feedback: pathway, inputs, plasticity }), relaxation };
        const { gradient } = simulator.relax(batch, presentation);
        expect(Object.keys(gradient).sort()).toEqual([...weights, ...learn].sort());
        // In a relaxation weights move for its own sake only.
        expect(simulator.parameters()).toEqual(before);
        simulator.train(batch, { ...presentation, learningRate: 0.1, weightDecay: 0.5 });
        expect(changed(before, simulator.parameters()).sort()).toEqual([...weights, ...learn].sort());
        simulator.dispose();
      }
    },
  );

  it('a learning rate of 0 changes nothing, and one of 0 for feedback only the weights', () => {
    for (const plasticity of ['equilibrium', 'continuous'] as const) {
      const simulator = make(withFeedback);
      const before = simulator.parameters();
      const presentation = { rule: rule({ feedback: 'learned', plasticity }), relaxation, weightDecay: 0.5 };
      simulator.train(batch, { ...presentation, learningRate: 0 });
      expect(changed(before, simulator.parameters())).toEqual([]);
      simulator.train(batch, { ...presentation, learningRate: 0.1, feedbackLearningRate: 0 });
      expect(changed(before, simulator.parameters()).sort()).toEqual([...weights].sort());
      simulator.setParameters(before);
      expect(simulator.parameters()).toEqual(before);
      simulator.train(batch, { ...presentation, learningRate: 0, feedbackLearningRate: 0.1 });
      expect(changed(before, simulator.parameters()).sort()).toEqual(['h2.feedback', 'out.feedback']);
      simulator.dispose();
    }
  });

  it('weights that move are gone after a relaxation: a second is like the first', () => {
    const simulator = make(withFeedback);
    const presentation = {
      rule: rule({ feedback: 'learned', plasticity: 'continuous' }),
      relaxation,
      record: true,
    };
    const first = simulator.relax(batch, presentation);
    expect(simulator.relax(batch, presentation)).toEqual(first);
    const plain = { rule: rule({}), relaxation };
    const fresh = make(withFeedback);
    expect(simulator.relax(batch, plain)).toEqual(fresh.relax(batch, plain));
    simulator.dispose();
    fresh.dispose();
  });

  it.each(['closed-form', 'equilibrium'] as const)('refuse solver %s where nothing is linear', (solver) => {
    const simulator = make(withFeedback);
    for (const given of [{ derivative: 'current' }, { plasticity: 'continuous' }] as const) {
      const presentation = { rule: rule(given), relaxation: relaxationOf({ solver }) };
      expect(refusal(() => simulator.relax(batch, presentation))).toMatch(
        /not linear|EventSimulator\.solver/,
      );
    }
    simulator.dispose();
  });
});
