import { expect, it } from 'vitest';
import { fewCombinations } from '../sim/events/phases/settings.js';
import { expectFloat64, expectRefusals, refused } from './rules/expect.js';
import { problemsOf, wantedOf } from './rules/held.js';

// All combinations of what rules leave to choose: test/graphs/all-rules.test.ts.
const problems = problemsOf(fewCombinations);
const held = problems
  .filter((problem) => !refused(problem))
  .map((problem) => [problem.name, problem] as const);

it.each(held)('both engines are what loops make of its equations: %s', (_, problem) =>
  expectFloat64(problem, wantedOf(problem)),
);

it('what has no numbers there is refused by name, and nothing else', () => expectRefusals(problems));

it('nearly all are held', () => {
  expect(problems).toHaveLength(7 * 15);
  // Equilibrium propagation on attention and layer norm, contrastive Hebbian learning on attention.
  expect(held).toHaveLength(7 * 15 - 2 * 4 - 1);
});
