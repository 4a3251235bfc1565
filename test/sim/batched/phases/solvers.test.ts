import { beforeAll, describe, expect, it } from 'vitest';
import { dfa } from '../../../../src/rules/dfa.js';
import { ep } from '../../../../src/rules/ep.js';
import { pc } from '../../../../src/rules/pc.js';
import type { Rule } from '../../../../src/rules/rule.js';
import { words } from '../../../../src/rules/words.js';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import type { Device } from '../../../../src/sim/batched/device.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { tfjs } from '../../../../src/sim/batched/tfjs.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { schedules } from '../../../../src/sim/schedules.js';
import type { Relaxation, Relaxed } from '../../../../src/sim/simulator.js';
import { asRows } from '../../../agreement/problems.js';
import { tried } from '../../../backends.js';
import { refusal } from '../../../network/refusals.js';
import { continuousPredictiveCoding } from '../../../reference/continuous-predictive-coding.js';
import { chain, type Description, deviation, tangle } from '../../../reference/index.js';
import { numbersOf, type Problem } from '../problem.js';
import { combinations } from './combinations.js';
import { exact, given } from './exact.js';

const conventions = ['post-activation', 'pre-activation'] as const;
const frozen = { predictions: 'frozen', outputVariance: 3, steps: 9, stepSize: 0.3 } as const;
const networks: readonly Description[] = [chain('tanh', 'mse'), tangle('softplus', 'mse')];

function relaxed<T>(
  { network, parameters, batch }: Problem,
  rule: PhasedRule,
  device: Device<T>,
  relaxation: Partial<Relaxation>,
  record: boolean | readonly number[] = false,
): Relaxed {
  const simulator = new BatchedSimulator(network, parameters, device);
  const left = simulator.relax(batch, { rule, relaxation: relaxationOf(relaxation), record });
  simulator.dispose();
  return left;
}

/** The largest deviation of all that two presentations tell. */
function apart(got: Relaxed, want: Relaxed): number {
  if (got.course.length !== want.course.length) return Number.NaN;
  const frames = got.course.map((frame, k) => deviation(numbersOf(frame), numbersOf(want.course[k]), 1));
  return Math.max(
    ...frames,
    deviation(numbersOf(got.states!), numbersOf(want.states!), 1),
    deviation(numbersOf(got.gradient), numbersOf(want.gradient), 1),
  );
}

beforeAll(() => startBackend(tried));

describe.each(conventions)('predictive coding with frozen predictions, %s', (convention) => {
  const rule = phased(pc, { ...frozen, convention });

  it('has a closed form: what its Euler steps leave, whoever moves first', () => {
    for (const description of networks) {
      const { problem } = given(description, rule);
      for (const schedule of ['synchronous', 'top-down'] as const) {
        const stepped = relaxed(problem, rule, exact, { solver: 'euler', schedule }, [0, 4, 9]);
        const at = { solver: 'closed-form', schedule } as const;
        expect(apart(relaxed(problem, rule, exact, at, [0, 4, 9]), stepped), schedule).toBeLessThan(1e-12);
        const { course: _, ...end } = stepped;
        const live = tfjs.live();
        const wasm = relaxed(problem, rule, tfjs, at);
        expect(apart(wasm, { ...end, course: [] }), schedule).toBeLessThan(1e-5);
        expect(tfjs.live()).toBe(live);
      }
    }
  });

  it('is found at its fixed point in one sweep', () => {
    const whole = phased(pc, { ...frozen, convention, steps: 1, stepSize: 1 });
    for (const description of networks) {
      const { problem } = given(description, rule);
      // A whole step from the outputs down leads there.
      const settled = relaxed(problem, whole, exact, { solver: 'euler', schedule: 'top-down' });
      const sweep = relaxed(problem, rule, exact, { solver: 'equilibrium' });
      expect(apart(sweep, settled)).toBeLessThan(1e-12);
      expect(sweep.phases!.find(({ name }) => name === 'relax')!.velocity).toBeLessThan(1e-14);
      expect(apart(relaxed(problem, rule, tfjs, { solver: 'equilibrium' }), settled)).toBeLessThan(1e-5);
    }
  });

  it('goes on in continuous time as its differential equation has it', () => {
    for (const description of networks) {
      const { problem, reference } = given(description, rule);
      const { states } = relaxed(problem, rule, exact, { duration: 1.7 });
      const v = Object.keys(problem.network.nodes).map((name) => [name, asRows(states![`${name}.v`])]);
      const want = continuousPredictiveCoding(...reference, { ...frozen, convention, time: 1.7 });
      expect(deviation(Object.fromEntries(v), want, 1)).toBeLessThan(1e-12);
    }
  });

  it('learns the same', () => {
    const { problem } = given(networks[1], rule);
    const [stepped, atOnce] = (['euler', 'closed-form'] as const).map((solver) => {
      const simulator = new BatchedSimulator(problem.network, problem.parameters, exact);
      const learning = { rule, relaxation: relaxationOf({ solver }), learningRate: 0.3 };
      for (let k = 0; k < 3; k++) simulator.train(problem.batch, learning);
      return numbersOf(simulator.parameters());
    });
    expect(deviation(atOnce, stepped, 1)).toBeLessThan(1e-12);
  });
});

it('what is not linear is refused, and the formula is named that makes it so', () => {
  const { problem } = given(chain('tanh', 'mse'), phased(pc));
  const line = (rule: PhasedRule, relaxation: Partial<Relaxation>) =>
    refusal(() => relaxed(problem, rule, exact, relaxation));
  expect(line(phased(pc), { solver: 'closed-form' })).toBe(
    'relaxation.closed-form with rule pc: got set prediction = f(add(basal.v, bias)) in phase relax, ' +
      'expected a formula that is linear in what moves. Try solver euler.',
  );
  expect(line(phased(ep), { solver: 'equilibrium' })).toContain(
    'relaxation.equilibrium with rule ep: got set s = clip',
  );
  expect(line(phased(pc, { predictions: 'frozen', plasticity: 'continuous' }), { duration: 1 })).toContain(
    'relaxation.duration with rule pc, predictions frozen, plasticity continuous: got phase relax, in which weights move',
  );
  expect(line(phased(dfa), { solver: 'equilibrium' })).toContain('phases in which nothing moves');
  const asynchronous = { solver: 'closed-form', schedule: 'asynchronous' } as const;
  expect(line(phased(pc, { predictions: 'frozen' }), asynchronous)).toContain('got schedule asynchronous');
});

type N = { state: 'x' | 'y' | 'g'; says: { up: 'x' | 'y'; direct: 'x' } };
const { say, set, move, learn, rule } = words<N>();

/** A rule of one phase, whose inputs are as they are given. */
const lone = (
  paths: Rule['paths'],
  talk: ReturnType<typeof set>[],
  moves: ReturnType<typeof move>[],
): PhasedRule => {
  const made = rule({
    name: 'lone',
    paths: paths as { up: { way: 'up' }; direct: { way: 'direct' } },
    answer: { phase: 'only', state: 'x' },
    phases: [
      {
        name: 'only',
        steps: 7,
        stepSize: 0.3,
        begins: [set({ x: (_, n) => n.stimulus }, 'input'), set({ x: 0.5, g: (_, n) => n.target })],
        talk,
        moves,
        ends: [learn({ up: [{ post: (_, n) => n.y }] })],
      },
    ],
  });
  return { kind: 'phases', name: 'lone', rule: made, needs: [] };
};

// Two keys, of which one says twice what the other says; what is heard is weighed by a state that stays.
it('values that go up, or from the outputs to all others, are solved as those that come down', () => {
  const twice = [
    say('up', { x: 'x', y: (m, n) => m.mul(2, n.x) }),
    set({ y: (m, n) => m.sub(n.in('x'), n.x) }),
  ];
  const up = lone({ up: { way: 'up' }, direct: { way: 'direct', weights: 'direct' } }, twice, [
    move({ x: (m, n) => m.add(n.y, m.mul(-0.3, n.basal.y)) }),
  ]);
  const direct = lone(
    { up: { way: 'up' }, direct: { way: 'direct', weights: 'direct' } },
    [say('direct', { x: 'x' }, 'output'), set({ y: (m, n) => m.mul(n.g, n.x) })],
    [move({ x: (m, n) => m.sub(m.add(n.direct.x, n.g), n.x) })],
  );
  const runs: [PhasedRule, readonly Relaxation['schedule'][]][] = [
    [up, ['synchronous', 'top-down']],
    [direct, ['synchronous']],
  ];
  for (const [one, orders] of runs) {
    for (const description of networks) {
      const { problem } = given(description, one);
      for (const schedule of orders) {
        const stepped = relaxed(problem, one, exact, { solver: 'euler', schedule }, true);
        const atOnce = relaxed(problem, one, exact, { solver: 'closed-form', schedule }, true);
        expect(apart(atOnce, stepped), schedule).toBeLessThan(1e-12);
      }
      const swept = relaxed(problem, one, exact, { solver: 'equilibrium' });
      expect(swept.phases![0].velocity).toBeLessThan(1e-14);
    }
  }
});

/** Predictive coding of a chain, post-activation, one hidden neuron or layer after the other: loops. */
function oneByOne(
  { network, parameters, batch }: Problem,
  schedule: 'top-down' | 'asynchronous',
  steps: number,
) {
  const names = Object.keys(network.nodes);
  const [inputs, targets] = [batch.inputs.input, batch.targets[names[names.length - 1]]].map(asRows);
  const weights = names.map((name) => asRows(parameters[`${name}.weight`]));
  const biases = names.map((name) => parameters[`${name}.bias`].data);
  const below = (values: number[][], k: number, s: number) => (k === 0 ? inputs[s] : values[k - 1]);
  const predicted = (values: number[][], k: number, s: number) =>
    weights[k].map((row, i) =>
      Math.tanh(row.reduce((sum, w, j) => sum + w * below(values, k, s)[j], biases[k][i])),
    );
  const all = inputs.map((_, s) => {
    const values: number[][] = [];
    for (const k of names.keys()) values.push(predicted(values, k, s));
    values[names.length - 1] = [...targets[s]];
    return values;
  });
  const rate = (values: number[][], k: number, s: number, i: number) => {
    const above = predicted(values, k + 1, s);
    const back = above.map((mu, u) => (values[k + 1][u] - mu) * (1 - mu ** 2) * weights[k + 1][u][i]);
    return back.reduce((sum, b) => sum + b, 0) - (values[k][i] - predicted(values, k, s)[i]);
  };
  const hidden = names
    .slice(0, -1)
    .map((name, k) => ({ name, size: weights[k].length, children: [{ name: names[k + 1], parent: 0 }] }));
  const next = schedules[schedule].steps(hidden, 3);
  for (let step = 0; step < steps; step++) {
    for (const { movers, unit } of next()) {
      const [k] = movers.map(({ name }) => names.indexOf(name));
      for (const [s, values] of all.entries()) {
        const rates = values[k].map((_, i) => rate(values, k, s, i));
        for (const [i, r] of rates.entries()) if (unit === undefined || unit === i) values[k][i] += 0.2 * r;
      }
    }
  }
  return Object.fromEntries(names.map((name, k) => [name, all.map((values) => values[k])]));
}

it.each(combinations({ schedule: ['top-down', 'asynchronous'] as const, seed: [1, 2] }))(
  'a group moves, then everybody talks: %o',
  ({ schedule, seed }) => {
    const one = phased(pc, { steps: 4, stepSize: 0.2 });
    const layers = [4, 5, 3, 2].map((units) => ({ type: 'dense', units, activation: 'tanh' }));
    const { problem } = given({ input: [3], layers, loss: 'mse' }, one, seed);
    const order = schedule === 'asynchronous' ? { seed: 3 } : {};
    const { states } = relaxed(problem, one, exact, { schedule, ...order });
    const v = Object.keys(problem.network.nodes).map((name) => [name, asRows(states![`${name}.v`])]);
    expect(deviation(Object.fromEntries(v), oneByOne(problem, schedule, 4), 1)).toBeLessThan(1e-12);
  },
);
