import { expect, it } from 'vitest';
import { ar } from '../../src/rules/ar.js';
import { defaultsOf } from '../../src/rules/family.js';
import type { Group } from '../../src/rules/groups.js';
import { newsIn } from '../../src/rules/news.js';
import { pc } from '../../src/rules/pc.js';
import type { Formula, Rule } from '../../src/rules/rule.js';
import { words } from '../../src/rules/words.js';

/** What is news to a group that says a key: `moves`, what it hears, `always`. */
function news(rule: Rule, path: string, key: string, who: 'all' | 'neuron' | 'input', group: Group): string {
  const phase = rule.phases.at(-1)!;
  const { always, moves, hears } = newsIn(rule, phase).to(group, [{ who, quantity: `said ${path}.${key}` }]);
  return [...(always ? ['always'] : []), ...(moves ? ['moves'] : []), ...hears].join(', ');
}

const arOf = (chosen: object) => ar.of({ ...defaultsOf(ar.options), ...chosen });

it('is what moves; of a clamped output nothing', () => {
  const rule = arOf({});
  const groups: Group[] = ['hidden', 'passing', 'top'];
  expect(groups.map((group) => news(rule, 'down', 'x', 'neuron', group))).toEqual(['moves', 'moves', '']);
});

it('is what arrives, where a state follows it that is spoken of', () => {
  const rule = arOf({ derivative: 'current' });
  expect(news(rule, 'down', 'x', 'neuron', 'hidden')).toBe('moves, said up.x');
  expect(news(rule, 'down', 'x', 'neuron', 'top')).toBe('said up.x');
});

it('of predictive coding is the prediction, and of inputs that hold the stimulus nothing', () => {
  const rule = pc.of(defaultsOf(pc.options));
  expect(news(rule, 'up', 'v', 'input', 'input')).toBe('');
  expect(news(rule, 'up', 'v', 'neuron', 'hidden')).toBe('moves');
  expect(news(rule, 'down', 'e', 'neuron', 'top')).toBe('said up.v');
  const frozen = pc.of({ ...defaultsOf(pc.options), predictions: 'frozen' });
  expect(news(frozen, 'down', 'e', 'neuron', 'top')).toBe('');
});

it('is always there where noise is said, or the number of the step', () => {
  type N = { state: 'x'; says: { up: 'x' } };
  const { say, set, rule } = words<N>();
  const saying = (value: Formula<N>) =>
    rule({
      name: 'told',
      paths: { up: { way: 'up' } },
      answer: { phase: 'one', state: 'x' },
      phases: [{ name: 'one', steps: 2, talk: [say('up', { x: value })], moves: [set({ x: 1 })] }],
    });
  expect(
    news(
      saying((_, n, told) => n.noise(told)),
      'up',
      'x',
      'all',
      'hidden',
    ),
  ).toBe('always');
  expect(
    news(
      saying((m, n, { step }) => m.mul(n.x, step)),
      'up',
      'x',
      'all',
      'hidden',
    ),
  ).toBe('always, moves');
  expect(
    news(
      saying((_, n) => n.bias),
      'up',
      'x',
      'all',
      'hidden',
    ),
  ).toBe('');
});
