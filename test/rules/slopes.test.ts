import { expect, it } from 'vitest';
import { ar } from '../../src/rules/ar.js';
import { type Equation, equationOf, movingPhases } from '../../src/rules/equation.js';
import type { RuleFamily } from '../../src/rules/family.js';
import type { Formula, Phase, Rule } from '../../src/rules/rule.js';
import { words } from '../../src/rules/words.js';
import { ruleWith } from './every.js';

const first = (rule: Rule) => equationOf(rule, movingPhases(rule)[0]);

it('slopes that move are found in activation relaxation: what moves them, and who says that', () => {
  const { carried, slopes, mixed } = first(
    ruleWith(ar as unknown as RuleFamily, { derivative: 'current' }),
  ) as Equation;
  expect([...carried]).toEqual(['said up.x', 'state current', 'said down.x']);
  expect([...slopes!.drives]).toEqual(['said down.x']);
  expect(slopes!.at.get('hidden')).toEqual(['said up.x']);
  expect(slopes!.at.get('input')).toEqual([]);
  // Inputs hold the stimulus.
  expect(slopes!.from.get('said up.x')).toEqual(['hidden', 'passing']);
  expect(mixed).toEqual({
    got: 'set current = mul(df(add(basal.x, bias)), gate(x)) in phase relax',
    expected: 'a formula that is linear in what moves',
  });
});

type N = { state: 'x' | 'y' | 'z'; says: { up: 'x' | 'y'; down: 'x' } };
const { say, set, move, learn, rule } = words<N>();

function phase(part: Partial<Phase<N>>): Rule {
  return rule({
    name: 'tried',
    paths: { up: { way: 'up' }, down: { way: 'down' } },
    answer: { phase: 'only', state: 'x' },
    phases: [
      {
        ...{ name: 'only', steps: 2, stepSize: 0.1 },
        talk: [say('up', { x: 'x', y: 'y' })],
        moves: [move({ x: (m, n) => m.sub(n.apical.x, n.x) })],
        ...part,
      },
    ],
  });
}

const slope: Formula<N> = (_, n) => n.df(n.in('x'));
const talk = (down: Formula<N>) => [say('up', { x: 'x' }), say('down', { x: down })];
const bent: Formula<N> = (m, n) => m.mul(n.x, n.df(n.in('x')));

it('a slope may be read anywhere, once: in a message, by a state, or by what moves', () => {
  expect(first(phase({ talk: talk(bent) }))).toMatchObject({ moving: ['x'] });
  expect(
    first(
      phase({
        talk: talk((_, n) => n.x),
        moves: [move({ x: (m, n, s) => m.sub(m.mul(n.apical.x, slope(m, n, s)), n.x) })],
      }),
    ),
  ).toMatchObject({
    moving: ['x'],
  });
});

it.each<[string, Partial<Phase<N>>, string, string]>([
  [
    'two slopes in a product',
    { talk: talk((m, n, s) => m.mul(n.x, slope(m, n, s), slope(m, n, s))) },
    'say down.x = mul(x, df(add(basal.x, bias)), df(add(basal.x, bias))) in phase only',
    'one slope that moves, and as a factor',
  ],
  [
    'a slope that is clipped',
    { talk: talk((m, n, s) => m.mul(n.x, m.clip(slope(m, n, s), 0, 1))) },
    'say down.x = mul(x, clip(df(add(basal.x, bias)), 0, 1)) in phase only',
    'one slope that moves, and as a factor',
  ],
  [
    'slopes at two places',
    {
      talk: [
        ...talk((m, n, s) => m.add(m.mul(n.x, slope(m, n, s)), m.mul(n.x, n.df(n.basal.x)))),
        set({ y: 0 }),
      ],
    },
    'slopes at add(basal.x, bias) and basal.x in phase only',
    'slopes that move at one place of a neuron',
  ],
  [
    'a slope at a state of its own',
    { talk: talk((m, n) => m.mul(n.x, n.df(n.x))) },
    'say down.x = mul(x, df(x)) in phase only',
    'a slope at what arrives',
  ],
  [
    'a slope in two values',
    { talk: talk(bent), moves: [move({ x: (m, n, s) => m.sub(m.mul(n.apical.x, slope(m, n, s)), n.x) })] },
    'say down.x = mul(x, df(add(basal.x, bias))) in phase only, and move x = sub(mul(apical.x, df(add(basal.x, bias))), x) in phase only',
    'one value with a slope that moves in it',
  ],
  [
    'a slope that is worked out from numbers',
    { talk: talk(bent), ends: [learn({ up: [{ post: slope }] })] },
    'learn up = mul(1, 1, df(add(basal.x, bias)), 1) in phase only',
    'a state that follows, in place of a slope that moves',
  ],
])('no equation: %s', (_, part, got, expected) => {
  expect(first(phase(part))).toEqual({ got, expected });
});

it('values that drive both ways are none, whatever slopes are moved by', () => {
  const moves = [move({ x: (m, n) => m.sub(m.add(n.apical.x, n.basal.x), n.x) })];
  expect(first(phase({ talk: talk(bent), moves }))).toEqual({
    got: 'values that move up and down',
    expected: 'values that travel one way',
  });
});
