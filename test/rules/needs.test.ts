import { expect, it } from 'vitest';
import { families } from '../../src/rules/families.js';
import type { Need } from '../../src/rules/locality.js';
import { needsOf } from '../../src/rules/needs.js';
import type { Phase, Rule } from '../../src/rules/rule.js';
import { words } from '../../src/rules/words.js';
import { phased } from '../../src/sim/phased.js';
import { rules } from '../../src/sim/rules.js';

const lines = (needs: readonly Need[]) =>
  needs.map(({ update, reads, level }) => `${level} ${update} ${reads}`);
const phase = '2 every statement phase';
const learn = '2 weight learn';
const transport = '3 down weight';

it('finds what rules need', () => {
  expect(lines(rules.pc.needs)).toEqual([phase, '2 v tick', learn, transport]);
  expect(lines(rules.ep.needs)).toEqual(['1 weight gradient added up', phase, '2 s tick', learn, transport]);
  const kept = ['1 delta rate', '1 delta slope', '1 weight heard up.rate'];
  expect(lines(rules.fa.needs)).toEqual([...kept, phase, learn]);
  expect(lines(rules.dfa.needs)).toEqual([
    ...['1 direct.error rate', '1 direct.error slope', ...kept, phase, learn],
  ]);
});

it('finds what an option changes', () => {
  const needs = (chosen: object) => lines(phased(families.pc, chosen).needs);
  expect(needs({ predictions: 'frozen' })).toEqual([
    ...['1 e prediction', '1 down.e slope', '1 weight heard up.v', '1 weight slope'],
    ...[phase, '2 v tick', learn, transport],
  ]);
  expect(needs({ plasticity: 'continuous' })).toEqual([phase, '2 weight tick', '2 v tick', transport]);
});

type N = {
  state: 'x' | 'y';
  says: { up: 'x'; down: 'x'; back: 'x' };
};
const { say, set, move, learn: learns, rule } = words<N>();

const of = (...phases: readonly Phase<N>[]): Rule =>
  rule({
    name: 'tried',
    paths: { up: { way: 'up' }, down: { way: 'down' }, back: { way: 'down', weights: 'feedback' } },
    answer: { phase: 'first', state: 'x' },
    phases,
  });
const first: Phase<N> = { name: 'first', talk: [set({ x: 1, y: 2 }, 'all'), say('up', { x: 'x' })] };

it('a state written for some is still a memory of the others', () => {
  const talk = (who: 'output' | 'neuron') => [set({ x: 3 }, who), set({ y: 'x' })];
  expect(lines(needsOf(of(first, { name: 'second', talk: talk('output') })))).toContain('1 y x');
  expect(lines(needsOf(of(first, { name: 'second', talk: talk('neuron') })))).toEqual([phase]);
});

it('as a phase begins values are those of the phase before, and of earlier ones a memory', () => {
  const second: Phase<N> = { name: 'second', begins: [set({ y: 'x' })], talk: [] };
  expect(lines(needsOf(of(first, second)))).toEqual([phase]);
  const later = of(first, { name: 'between', talk: [] }, second);
  expect(lines(needsOf(later))).toContain('1 y x');
});

it('an input that holds the stimulus keeps nothing', () => {
  const holds = (x: () => number | ReturnType<typeof set>): Phase<N> => ({
    name: 'first',
    talk: [x() as ReturnType<typeof set>, say('up', { x: 'x' }, 'input')],
  });
  const hears: Phase<N> = {
    name: 'second',
    talk: [say('up', { x: 1 }, 'neuron')],
    ends: [learns({ up: [{ pre: (_, heard) => heard.x }] })],
  };
  const stimulus = of(
    holds(() => set({ x: (_, n) => n.stimulus }, 'input')),
    hears,
  );
  expect(lines(needsOf(stimulus))).not.toContain('1 weight heard up.x');
  const doubled = of(
    holds(() => set({ x: (m, n) => m.mul(2, n.stimulus) }, 'input')),
    hears,
  );
  expect(lines(needsOf(doubled))).toContain('1 weight heard up.x');
});

it('a copy of what moves on is a memory of where it was', () => {
  const second = (begins: NonNullable<Phase<N>['begins']>): Phase<N> => ({
    ...{ name: 'second', steps: 2, begins, talk: [] },
    moves: [move({ x: (m, n) => m.sub(n.y, n.x) })],
  });
  const copied = second([set({ y: 'x' })]);
  expect(lines(needsOf(of(first, copied)))).toContain('1 x y');
  const fresh = second([set({ x: 0 }), set({ y: 'x' })]);
  expect(lines(needsOf(of(first, fresh)))).not.toContain('1 x y');
});

it('finds signals, the order of layers, and weights of others', () => {
  const ends = [
    learns({
      back: [{ gain: ({ update }) => 1 / (1 + update), own: (m, weight, mate) => m.sub(weight, mate) }],
    }),
  ];
  const odd = of({
    ...{ name: 'only', order: 'up' as const, steps: 2, talk: [say('down', { x: 'x' })], ends },
    moves: [move({ x: (m, n, { step }) => m.mul(step, n.apical.x, n.x) })],
  });
  expect(lines(needsOf(odd))).toEqual([
    ...['2 x signal step', '2 x tick', '2 x order of layers', '2 back weight signal update'],
    ...['2 back weight learn', transport, '3 back weight mate'],
  ]);
});

it('what a formula hides is none of its own: a value of another neuron, a count of calls', () => {
  const stolen: unknown[] = [];
  const steals = set({
    x: (m, n) => {
      stolen.push(n.x);
      return m.add(stolen[0] as typeof n.x, 1);
    },
  });
  let calls = 0;
  const counts = set({ y: (m, n) => m.mul(n.y, ++calls) });
  expect(lines(needsOf(of({ name: 'only', talk: [steals, counts] })))).toEqual([
    ...['4 x what it was not given', '4 y what it was not given'],
  ]);
});

it('refuses a formula that looks at values, or reads what nobody sets or says', () => {
  const needs = (formula: Parameters<typeof set>[0]['x']) =>
    needsOf(of({ name: 'only', talk: [set({ x: formula! })] }));
  const looks = ((_: unknown, n: { x: number }) => (n.x > 0 ? 1 : 0)) as unknown as () => number;
  expect(() => needs(looks)).toThrow(/^Rule\.formula: got a value that is looked at/);
  expect(() => needs((_, n) => n.y)).toThrow(/^rule tried: got a formula that reads neuron\.y, expected/);
  expect(() => needs((_, n) => n.apical.x)).toThrow(/reads apical\.x, expected .*: nothing/);
});
