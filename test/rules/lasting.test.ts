import { describe, expect, it } from 'vitest';
import { ar } from '../../src/rules/ar.js';
import { ep } from '../../src/rules/ep.js';
import { fa } from '../../src/rules/fa.js';
import { defaultsOf, type RuleFamily } from '../../src/rules/family.js';
import { isLasting, lastingOf } from '../../src/rules/lasting.js';
import { textOf } from '../../src/rules/obstacle.js';
import { pc } from '../../src/rules/pc.js';
import type { Phase, Rule } from '../../src/rules/rule.js';
import { words } from '../../src/rules/words.js';

const made = (family: object, chosen: object = {}): Rule => {
  const { options, of } = family as RuleFamily;
  return of({ ...defaultsOf(options), ...chosen });
};
const found = (rule: Rule) => {
  const lasting = lastingOf(rule);
  return isLasting(lasting) ? lasting : undefined;
};
const obstacle = (rule: Rule) => {
  const lasting = lastingOf(rule);
  return isLasting(lasting) ? undefined : lasting.got;
};

describe('rules that neurons can live by are found from their formulas', () => {
  it.each([
    ['ar', made(ar)],
    ['ar, feedback random', made(ar, { feedback: 'random' })],
    [
      'ar, derivative none, updateDerivative none',
      made(ar, { derivative: 'none', updateDerivative: 'none' }),
    ],
    ['pc, predictions frozen', made(pc, { predictions: 'frozen' })],
    ['pc, convention pre-activation', made(pc, { predictions: 'frozen', convention: 'pre-activation' })],
  ])('%s', (_, rule) => {
    expect(found(rule)).toMatchObject({ sweep: rule.phases[0], relax: rule.phases[1], curved: [] });
  });

  it.each([
    ['states that bend', made(pc), 'set prediction = f(add(basal.v, bias)) in phase relax'],
    ['other phases', made(ep), 'phases free, nudged'],
    ['phases in which nothing moves', made(fa), 'phases sweep, errors'],
    ['moving values that go up', made(ar, { presynaptic: 'current' }), 'say up.x = x in phase relax'],
    ['inputs that move', made(ar, { inputs: 'relaxing' }), 'the moves of phase relax'],
    [
      'weights that move meanwhile',
      made(ar, { plasticity: 'continuous' }),
      'phase relax, in which weights move',
    ],
  ])('not %s', (_, rule, got) => {
    expect(obstacle(rule)).toBe(got);
  });

  it('synapses of learned feedback learn from what they hear at the end', () => {
    const rule = made(ar, { feedback: 'learned' });
    const terms = (rule.phases[1].ends ?? []).flatMap((one) => (one.kind === 'learn' ? [one.terms] : []));
    expect([...found(rule)!.late]).toEqual(terms[1].down);
  });

  it('what an output is held at, only it knows whose target is known', () => {
    const [first] = made(pc, { predictions: 'frozen' }).phases[1].begins!;
    const rule = made(pc, { predictions: 'frozen' });
    expect(found(rule)!.targeted.size).toBe(1);
    expect(first).toMatchObject({ kind: 'set', who: 'output' });
    // An error is 0 where nobody has a target.
    expect(found(made(ar))!.targeted.size).toBe(0);
  });
});

describe('a rule of its own', () => {
  type N = { state: 'rate' | 'x' | 'z'; says: { up: 'rate'; down: 'x' | 'z' }; factor: 'reward' };
  const { say, set, move, learn, rule } = words<N>();
  const sweep: Phase<N> = {
    name: 'sweep',
    order: 'up',
    talk: [set({ rate: (_, n) => n.f(n.in('rate')) }), say('up', { rate: 'rate' })],
  };
  const relax: Phase<N> = {
    ...{ name: 'relax', steps: 1, stepSize: 1 },
    talk: [say('down', { x: 'x' }, 'neuron')],
    moves: [move({ x: (m, n) => m.sub(n.apical.x, n.x) })],
    ends: [learn({ up: [{ pre: (_, heard) => heard.rate, post: 'x' as never }] })],
  };
  const post = (of: Extract<Parameters<typeof learn>[0]['up'], object>[number]['post']) => ({
    ends: [learn({ up: [{ pre: (_, heard) => heard.rate, ...(of && { post: of }) }] })],
  });
  const own = (changes: Partial<Phase<N>>) =>
    rule({
      ...{ name: 'own', answer: { phase: 'sweep', state: 'rate' }, factors: ['reward'] },
      paths: { up: { way: 'up' }, down: { way: 'down' } },
      phases: [sweep, { ...relax, ...post((_, n) => n.x), ...changes }],
    });

  it('lives as it is', () => {
    expect(found(own({}))).toMatchObject({ curved: [] });
  });

  it.each<[string, Partial<Phase<N>>, string]>([
    [
      'third factors',
      post((m, n) => m.mul(n.x, n.factor('reward'))),
      'learn up = mul(1, heard up.rate, mul(x, signal reward), 1) in phase relax',
    ],
    [
      'noise',
      post((m, n, told) => m.mul(n.x, n.noise(told))),
      'learn up = mul(1, heard up.rate, mul(x, noise 1), 1) in phase relax',
    ],
    [
      'targets that are always read',
      post((m, n) => m.mul(n.x, n.target)),
      'learn up = mul(1, heard up.rate, mul(x, target), 1) in phase relax',
    ],
    [
      'learning from sums of what moves',
      post((_, n) => n.apical.x),
      'learn up = mul(1, heard up.rate, apical.x, 1) in phase relax',
    ],
    [
      'messages of what stays',
      { talk: [say('down', { x: 'x', z: 'rate' }, 'neuron')] },
      'say down.z = rate in phase relax',
    ],
    ['states that are set at the end', { ends: [set({ z: 'x' })] }, 'the end of phase relax'],
  ])('not with %s', (_, changes, got) => {
    expect(obstacle(own(changes))).toBe(got);
  });

  it('formulas whose integrals are not known from those of states are found', () => {
    const curved = (of: Parameters<typeof post>[0]) => found(own(post(of)))!.curved.map(textOf);
    expect(curved((m, n) => m.mul(2, m.sub(n.x, m.mul(n.rate, n.x))))).toEqual([]);
    const [text] = curved((m, n) => m.sub(n.x, n.rate));
    expect(text).toBe('learn up = mul(1, heard up.rate, sub(x, rate), 1) in phase relax');
    expect(curved((m, n) => m.sign(n.x))).toHaveLength(1);
    expect(curved((m, n) => m.mul(n.x, n.x))).toHaveLength(1);
    expect(curved(undefined)).toHaveLength(1);
  });
});
