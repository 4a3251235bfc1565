import { expect, it } from 'vitest';
import { ar } from '../../src/rules/ar.js';
import { type Equation, equationOf, isEquation, movingPhases } from '../../src/rules/equation.js';
import { families } from '../../src/rules/families.js';
import type { RuleFamily } from '../../src/rules/family.js';
import type { Phase, Rule, Statement } from '../../src/rules/rule.js';
import { words } from '../../src/rules/words.js';
import { arVariant } from '../../src/sim/rules/ar.js';
import { movesWeights } from '../../src/sim/traits.js';
import { variantOf } from '../../src/sim/variant.js';
import { arVariants, ruleWith } from './every.js';

const { pc, ep, dfa } = families;
const first = (rule: Rule) => equationOf(rule, movingPhases(rule)[0]);
const found = (...given: Parameters<typeof ruleWith>) => first(ruleWith(...given));
const arFamily = ar as unknown as RuleFamily;

it('a phase is an equation where values that move are linear in each other, go one way and leak', () => {
  expect(found(arFamily)).toEqual({
    moving: ['x'],
    still: new Set(),
    carried: new Set(['said down.x']),
    mixed: undefined,
  });
  for (const convention of ['post-activation', 'pre-activation'])
    expect(found(pc, { predictions: 'frozen', convention }), convention).toMatchObject({
      moving: ['v'],
      carried: new Set(['state e', 'said down.e']),
      mixed: undefined,
    });
});

it('is one in the variants of activation relaxation whose course is known, at least between kinks, and in no other', () => {
  // Every pair of choices comes.
  for (const choice of arVariants().filter((_, k) => k % 5 === 0)) {
    const rule = arVariant(variantOf(choice));
    const { linear } = rule;
    const equation = found(arFamily, choice);
    expect(isEquation(equation), JSON.stringify(choice)).toBe(!movesWeights(rule));
    if (isEquation(equation)) expect(equation.slopes === undefined, JSON.stringify(choice)).toBe(linear);
  }
});

it('what moves nothing is not of it, whatever it is made of', () => {
  const choice = { feedback: 'learned', presynaptic: 'current', updateDerivative: 'current' };
  const { carried, still } = found(arFamily, choice) as Equation;
  expect([...carried]).toEqual(['said down.x']);
  expect(still.size).toBe(0);
});

it('names the formula for which there is none', () => {
  expect(found(pc)).toEqual({
    got: 'set prediction = f(add(basal.v, bias)) in phase relax',
    expected: 'a formula that is linear in what moves',
  });
  expect(found(ep)).toMatchObject({ got: 'set s = clip(s, 0, 1) in phase free, at every step' });
  expect(found(pc, { predictions: 'frozen', plasticity: 'continuous' })).toMatchObject({
    got: 'phase relax, in which weights move',
  });
  expect(movingPhases(ruleWith(dfa))).toEqual([]);
});

type N = { state: 'x' | 'y' | 'c'; says: { up: 'x'; down: 'x' | 'y' } };
const { say, set, move, rule } = words<N>();

function phase(part: Partial<Phase<N>>): Rule {
  return rule({
    name: 'tried',
    paths: { up: { way: 'up' }, down: { way: 'down' } },
    answer: { phase: 'only', state: 'x' },
    phases: [{ name: 'only', steps: 2, stepSize: 0.1, talk: [], ...part }],
  });
}
const down: Statement<N> = say('down', { x: 'x' });

it('knows the leak through states that follow, and through constants that a phase begins with', () => {
  const leaks = (c: number, at = 'x' as const) =>
    first(
      phase({
        begins: [set({ c }), set({ c: 7 }, 'top')],
        talk: [set({ y: (m, n) => m.mul(n.c, n[at]) }), down],
        moves: [move({ x: (m, n) => m.sub(n.apical.x, m.add(n.y, n.x)) }, 'lower')],
      }),
    );
  expect(leaks(0)).toMatchObject({ moving: ['x'] });
  expect(leaks(1)).toEqual({ got: 'dx/dt of phase only with -2 times x in it', expected: '-1 times x' });
  const none = phase({ talk: [down], moves: [move({ x: (_, n) => n.apical.x })] });
  expect(first(none)).toMatchObject({ got: 'dx/dt of phase only with 0 times x in it' });
});

it('takes states of one neuron in the order in which they follow each other, and refuses a circle', () => {
  const both = (back: boolean) =>
    phase({
      talk: [say('down', { x: 'x', y: 'y' })],
      moves: [
        move({ x: (m, n) => m.sub(n.y, n.x) }),
        move({ y: (m, n) => m.sub(back ? m.add(n.apical.x, n.x) : n.apical.x, n.y) }),
      ],
    });
  expect(first(both(false))).toMatchObject({
    moving: ['y', 'x'],
    mixed: { got: 'dx/dt of phase only with y in it' },
  });
  expect(first(both(true))).toMatchObject({ got: expect.stringContaining('follow each other') });
});

it('a message that passes on what moves is told of trajectories, but of no change', () => {
  type Two = { state: 'x'; says: { down: 'x'; direct: 'x' } };
  const { say, move, rule } = words<Two>();
  const passing = rule({
    name: 'tried',
    paths: { down: { way: 'down' }, direct: { way: 'down' } },
    answer: { phase: 'only', state: 'x' },
    phases: [
      {
        name: 'only',
        steps: 2,
        talk: [say('down', { x: 'x' }), say('direct', { x: (_, n) => n.apical.x })],
        moves: [move({ x: (m, n) => m.sub(m.add(n.apical.x, n.direct.x), n.x) })],
      },
    ],
  });
  expect(first(passing)).toMatchObject({
    moving: ['x'],
    mixed: { got: 'say direct.x = apical.x in phase only', expected: 'a message of states alone' },
  });
});

it('refuses values that move both ways, and formulas that count steps', () => {
  const circle = phase({
    talk: [say('up', { x: 'x' }), set({ y: (_, n) => n.basal.x }), say('down', { y: 'y' })],
    moves: [move({ x: (m, n) => m.sub(n.apical.y, n.x) })],
  });
  expect(first(circle)).toMatchObject({ got: 'values that move up and down' });
  const counting = phase({ moves: [move({ x: (m, n, { step }) => m.sub(step, n.x) })] });
  expect(first(counting)).toMatchObject({ expected: 'a formula that is the same at every step' });
});
