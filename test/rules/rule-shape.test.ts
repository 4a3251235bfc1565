import { expect, it } from 'vitest';
import { ar } from '../../src/rules/ar.js';
import { bp } from '../../src/rules/bp.js';
import { families } from '../../src/rules/families.js';
import { type Chosen, defaultsOf, type RuleFamily, type RuleOptions } from '../../src/rules/family.js';
import { requireOptions, requireRule } from '../../src/rules/rule-shape.js';
import { optimisers } from '../../src/synapses/optimisers.js';

const known = [ar, bp, ...Object.values(families)] as unknown as RuleFamily[];

it.each(known.map((family) => [family.name, family] as const))(
  '%s is a rule, under each of its choices',
  (name, family) => {
    requireOptions(name, family.options);
    const defaults = defaultsOf(family.options);
    for (const [option, { kind, ...more }] of Object.entries(family.options)) {
      const choices = kind === 'choice' ? (more as { choices: readonly string[] }).choices : [];
      for (const choice of choices) requireRule(name, family.of({ ...defaults, [option]: choice } as Chosen<RuleOptions>));
    }
    requireRule(name, family.of(defaults));
  },
);

it('options of optimisers are options', () => {
  for (const { name, options } of Object.values(optimisers)) requireOptions(name, options as RuleOptions);
});

const fine = () => families.dfa.of({}) as unknown as Record<string, unknown>;

it.each([
  ['no object', () => 3, 'mine: got 3, expected an object'],
  ['another key', () => ({ ...fine(), phase: [] }), 'mine: got unknown key "phase"'],
  ['no phases', () => ({ ...fine(), phases: [] }), 'mine.phases: got [], expected a phase at least'],
  [
    'a phase of no statements',
    () => ({ ...fine(), phases: [{ name: 'p' }] }),
    'mine.phases.0.talk: got nothing, expected a list of statements',
  ],
  [
    'an odd statement',
    () => ({ ...fine(), phases: [{ name: 'p', talk: [{ kind: 'shout' }] }] }),
    'mine.phases.0.talk.0.kind: got "shout"',
  ],
  ['an answer of no phase', () => ({ ...fine(), answer: { phase: 'swep', state: 'rate' } }), 'Try "sweep"'],
  ['an answer of no state', () => ({ ...fine(), answer: { phase: 'sweep', state: 'rat' } }), 'Try "rate"'],
  [
    'a path that is not there',
    () => ({ ...fine(), paths: { up: { way: 'up' } } }),
    'mine: say on path: got "direct", expected one of up',
  ],
])('%s is refused', (_, make, words) => {
  expect(() => requireRule('mine', make())).toThrow(words);
});

it.each([
  [{ kind: 'choice', choices: ['a', 'b'], default: 'c', help: '' }, 'default: got "c", expected one of a, b'],
  [{ kind: 'count', default: 1, help: '' }, 'least: got nothing, expected a number (required)'],
  [{ kind: 'flag', default: true, help: '' }, 'default: got true'],
  [3, 'got 3, expected an object'],
])('option %j is refused', (option, words) => {
  expect(() => requireOptions('mine', { size: option })).toThrow(words);
});
