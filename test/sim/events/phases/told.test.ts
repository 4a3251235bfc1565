import { expect, it } from 'vitest';
import { ep } from '../../../../src/rules/ep.js';
import type { Rule } from '../../../../src/rules/rule.js';
import { words } from '../../../../src/rules/words.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { phased } from '../../../../src/sim/phased.js';
import { paperRelaxation as relaxation } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { toldOf } from '../../../../src/sim/told.js';
import { tinyRun } from '../../../lab/runs/runs.js';
import { chain, example } from '../../../reference/index.js';
import { exact } from '../../batched/phases/exact.js';
import { problemOf } from '../../batched/problem.js';

const { network, parameters, batch } = problemOf(example(chain('sigmoid', 'mse')));
const engines = () => [
  new EventSimulator(network, parameters, { grain: 'arbor' }),
  new BatchedSimulator(network, parameters, exact),
];

it('rules are told how often weights have been updated, on both engines and at each minibatch', async () => {
  type N = { state: 'x'; says: { up: 'x' } };
  const { say, set, learn, rule } = words<N>();
  const counting: Rule = rule({
    name: 'counting',
    paths: { up: { way: 'up' } },
    answer: { phase: 'only', state: 'x' },
    phases: [
      {
        name: 'only',
        talk: [set({ x: 1 }, 'all'), say('up', { x: 'x' })],
        ends: [learn({ up: [{ gain: ({ update }) => update, pre: (_, heard) => heard.x }] })],
      },
    ],
  });
  const given: PhasedRule = { kind: 'phases', name: 'counting', rule: counting, needs: [] };
  for (const simulator of engines()) {
    for (const update of [undefined, 0, 7]) {
      const { gradient } = simulator.relax(batch, {
        rule: given,
        relaxation,
        ...(update !== undefined && { updates: update }),
      });
      expect(new Set(gradient['layers.1.weight'].data), simulator.engine).toEqual(new Set([update ?? 0]));
    }
  }
  const { trainer } = await tinyRun({ rule: 'ep', relaxation: {} });
  for (let step = 0; step < 3; step++) {
    expect(trainer.presentation).toMatchObject({ updates: step, seed: 1 });
    trainer.trainStep();
  }
});

it('equilibrium propagation draws the sign of its nudging for each update, the same on both engines', () => {
  const rule = phased(ep, { nudging: 'random-sign' });
  const forward = phased(ep);
  const signs = (seed: number) =>
    Array.from({ length: 12 }, (_, update) => {
      const [events, whole] = engines().map((simulator) => {
        const drawn = simulator.relax(batch, { rule, relaxation, updates: update, seed });
        const same = simulator.relax(batch, { rule: forward, relaxation });
        return [drawn, same].map(({ states }) => states!['layers.3.s'].data[0]);
      });
      const sign = ([drawn, same]: readonly number[]) => (drawn === same ? 1 : -1);
      expect(sign(events)).toBe(sign(whole));
      return sign(events);
    });
  const [first, again, other] = [signs(1), signs(1), signs(2)];
  expect(first).toEqual(again);
  expect(first).not.toEqual(other);
  expect(new Set(first)).toEqual(new Set([1, -1]));
});

it('draws are spread evenly over updates and seeds', () => {
  for (const seed of [1, 2, 3]) {
    const draws = Array.from({ length: 2000 }, (_, update) => toldOf({ updates: update, seed }).draw);
    const low = draws.filter((draw) => draw < 0.5);
    expect(Math.abs(low.length / 2000 - 0.5)).toBeLessThan(0.04);
    const followed = draws.slice(1).filter((draw, i) => draw < 0.5 && draws[i] < 0.5);
    expect(Math.abs(followed.length / 2000 - 0.25)).toBeLessThan(0.04);
  }
});
