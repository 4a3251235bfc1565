import { expect } from 'vitest';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Batch, Simulator } from '../../../../src/sim/simulator.js';

const learning = {
  learningRate: 0.1,
  feedbackLearningRate: 0.05,
  weightDecay: 0.01,
  relaxation: relaxationOf({ solver: 'euler' }),
};

/** One sample of a batch. */
export function first({ inputs, targets }: Batch): Batch {
  const rows = (set: Batch['inputs']): Batch['inputs'] =>
    Object.fromEntries(
      Object.entries(set).map(([name, { shape, data }]) => [
        name,
        { shape: [1, shape[1]], data: data.slice(0, shape[1]) },
      ]),
    );
  return { size: 1, inputs: rows(inputs), targets: rows(targets) };
}

/** All that an engine tells of a batch, before it learns from it and after. */
export function told(simulator: Simulator, batch: Batch, rule: PhasedRule) {
  const { loss, forward, activity, gradient, states, phases } = simulator.relax(batch, { ...learning, rule });
  const predicted = simulator.predict(batch.inputs, rule);
  const { outputs, loss: trained, kept } = simulator.train(batch, { ...learning, rule });
  const parameters = simulator.parameters();
  return { loss, trained, forward, activity, gradient, states, phases, predicted, outputs, kept, parameters };
}

/** Every number of what was told, by where it stands. */
function numbersIn(value: unknown, at = ''): [string, number][] {
  if (typeof value === 'number') return [[at, value]];
  if (typeof value !== 'object' || value === null) return [];
  const entries = ArrayBuffer.isView(value) ? Object.entries(value as Float64Array) : Object.entries(value);
  // The device has vectors as rows.
  return entries.flatMap(([name, one]) => (name === 'shape' ? [] : numbersIn(one, `${at}.${name}`)));
}

/** Every number of what was told is one. */
export const allFinite = (value: unknown): boolean =>
  numbersIn(value).every(([, number]) => Number.isFinite(number));

export function expectNear(got: unknown, wanted: unknown, what: string): void {
  const [some, others] = [numbersIn(got), new Map(numbersIn(wanted))];
  expect(some.map(([at]) => at).sort(), what).toEqual([...others.keys()].sort());
  const apart = some.filter(
    ([at, x]) =>
      !Object.is(x, others.get(at)) && !(Math.abs(x - others.get(at)!) <= 1e-12 * Math.max(1, Math.abs(x))),
  );
  expect(
    apart.slice(0, 3).map(([at, x]) => [at, x, others.get(at)]),
    what,
  ).toEqual([]);
}
