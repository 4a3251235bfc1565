import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../src/sim/batched/backend.js';
import { loading } from '../backends.js';
import { someCombinations } from '../sim/events/phases/settings.js';
import { expectFloat32, expectFloat64, expectRefusals, refused } from './rules/expect.js';
import { problemsOf, wantedOf } from './rules/held.js';

// Of activation relaxation, some combinations: every pair of choices is among them.
const problems = problemsOf(someCombinations);
const held = problems
  .filter((problem) => !refused(problem))
  .map((problem) => [problem.name, problem, wantedOf(problem)] as const);

it.each(held)('both engines are what loops make of its equations: %s', (_, problem, wanted) =>
  expectFloat64(problem, wanted),
);

describe.each(loading)('on %s', (backend) => {
  beforeAll(async () => {
    await startBackend(backend);
  });

  it.each(held)('it is that to float32: %s', (_, problem, wanted) => expectFloat32(problem, wanted));
});

it('what has no numbers there is refused by name, and nothing else', () => expectRefusals(problems));

it('nearly all are held', () => {
  expect(problems).toHaveLength(7 * 56);
  expect(held).toHaveLength(7 * 56 - 2 * 6 - 1);
});
