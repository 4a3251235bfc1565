import { expect, it } from 'vitest';
import type { Own, Rule } from '../../src/rules/rule.js';
import { words } from '../../src/rules/words.js';

type N = { state: 'x' | 'y'; says: { up: 'rate'; down: 'error'; direct: 'error' } };

const { say, set, learn, rule } = words<N>();
const paths: Rule<N>['paths'] = {
  ...{ up: { way: 'up' }, down: { way: 'down' }, direct: { way: 'direct', weights: 'direct' } },
};

// `tsc` holds these: each line after an expectation has to be an error, and each line without one has to be none.
const uncompiled: readonly (<T>(other: Own<T, N>) => unknown)[] = [
  // A state that there is not.
  // @ts-expect-error
  () => set({ x: (_, n) => n.z }),
  // @ts-expect-error
  () => set({ z: 1 }),
  // @ts-expect-error
  () => set({ x: 'z' }),
  // The state of another neuron, which somebody let the rule have: it is of no arithmetic that this formula is given.
  // @ts-expect-error
  (other) => set({ x: (m, n) => m.mul(n.x, other.x) }),
  // @ts-expect-error
  (other) => set({ x: () => other.y }),
  // @ts-expect-error
  () => learn({ up: [{ pre: (_, heard) => heard.x }] }),
  // A key that nobody says on the path.
  // @ts-expect-error
  () => set({ x: (_, n) => n.basal.error }),
  // @ts-expect-error
  () => set({ x: (_, n) => n.in('error') }),
  // @ts-expect-error
  () => set({ x: (_, n) => n.direct.rate }),
  // The state of the neuron that a synapse ends at, in what depends on what the synapse heard.
  // @ts-expect-error
  () => learn({ up: [{ pre: (m, heard) => m.mul(heard.rate, heard.y) }] }),
  // @ts-expect-error
  () => learn({ up: [{ pre: (_m, _heard, neuron) => neuron.y }] }),
  // A path that there is not.
  // @ts-expect-error
  () => say('sideways', { rate: 'x' }),
  // @ts-expect-error
  () => set({ x: (_, n) => n.sideways.rate }),
  // The key of another path.
  // @ts-expect-error
  () => say('down', { rate: 'x' }),
  // @ts-expect-error
  () => learn({ down: [{ pre: (_, heard) => heard.rate }] }),
  // A term on a path that there is not.
  // @ts-expect-error
  () => learn({ sideways: [{ post: (_, n) => n.x }] }),
  // A rule that leaves out a path, and one that answers with a state that there is not.
  // @ts-expect-error
  () => rule({ name: '', paths: { up: { way: 'up' } }, answer: { phase: '', state: 'x' }, phases: [] }),
  // @ts-expect-error
  () => rule({ name: '', paths, answer: { phase: '', state: 'z' }, phases: [] }),
  // A comparison of what a formula reads: it could not be seen.
  // @ts-expect-error
  () => set({ x: (_, n) => (n.x > 0 ? 1 : 0) }),
];

it('what a rule can know compiles', () => {
  const made = rule({
    ...{ name: 'tried', paths, answer: { phase: 'only', state: 'x' } },
    phases: [
      {
        name: 'only',
        talk: [
          say('up', { rate: 'x' }),
          say('direct', { error: (_, n) => n.errorAt(n.x) }, 'output'),
          set({ y: (m, n) => m.add(n.in('rate'), n.direct.error), x: 'y' }),
        ],
        ends: [learn({ up: [{ pre: (_, heard) => heard.rate, post: (_, n) => n.y }] })],
      },
    ],
  });
  expect(made.phases[0].talk).toHaveLength(3);
  expect(uncompiled.length).toBeGreaterThan(0);
});
