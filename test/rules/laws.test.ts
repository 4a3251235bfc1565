import { expect, it } from 'vitest';
import { family } from '../../src/rules/family.js';
import { circularMessages } from '../../src/rules/laws.js';
import { words } from '../../src/rules/words.js';
import { phased } from '../../src/sim/phased.js';
import { everyChoice, everyFamily, ruleWith } from './every.js';

type N = { state: 'x' | 'y'; says: { up: 'x'; down: 'x' | 'y' } };
const { say, set, move, rule } = words<N>();

const ruleThat = (talk: readonly ReturnType<typeof set>[], order?: 'down') =>
  rule({
    name: 'odd',
    paths: { up: { way: 'up' }, down: { way: 'down' } },
    answer: { phase: 'only', state: 'x' },
    phases: [{ name: 'only', ...(order && { order }), talk, moves: [move({ x: (_, n) => n.apical.x })] }],
  });

it.each(everyFamily)('no message of $name reads the path that it is said on, whatever is chosen', (one) => {
  const guilty = everyChoice(one).flatMap((chosen) => circularMessages(ruleWith(one, chosen)));
  expect(guilty).toEqual([]);
});

it('finds a message that reads its own path under another key, and refuses the rule by name', () => {
  const odd = ruleThat([say('down', { x: (m, n) => m.mul(2, n.apical.y), y: 'x' })]);
  expect(circularMessages(odd)).toEqual(['down.x']);
  const outside = family({ name: 'odd', summary: '', source: '', options: {}, of: () => odd });
  expect(() => phased(outside)).toThrow(/^rule odd: got message down\.x, which reads .* own path/);
});

it('finds one that reads it through a state that follows in the same talk', () => {
  const talk = [set({ y: (_, n) => n.apical.x }), say('down', { x: 'y' })];
  expect(circularMessages(ruleThat(talk))).toEqual(['down.x']);
  expect(circularMessages(ruleThat(talk.toReversed()))).toEqual(['down.x']);
});

it('where each neuron speaks once, in order, that is how errors come down', () => {
  const talk = [set({ y: (_, n) => n.apical.x }), say('down', { x: 'y' })];
  expect(circularMessages(ruleThat(talk, 'down'))).toEqual([]);
});
