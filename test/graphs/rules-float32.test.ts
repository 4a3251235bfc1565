import { beforeAll, it } from 'vitest';
import { startBackend } from '../../src/sim/batched/backend.js';
import { tried } from '../backends.js';
import { fewCombinations } from '../sim/events/phases/settings.js';
import { expectFloat32, refused } from './rules/expect.js';
import { problemsOf, wantedOf } from './rules/held.js';

// On every backend: test/graphs/all-rules.test.ts.
const held = problemsOf(fewCombinations)
  .filter((problem) => !refused(problem))
  .map((problem) => [problem.name, problem] as const);

beforeAll(async () => {
  await startBackend(tried);
});

it.each(held)('whole layers are what loops make of its equations, to float32: %s', (_, problem) =>
  expectFloat32(problem, wantedOf(problem)),
);
