import { spawnSync } from 'node:child_process';
import { defineConfig } from 'vitest/config';

/** What leaves nothing behind: no wasm heap, no file, no signal handler. One process loads the sources for all of it. */
const pure = [
  'test/{math,messages,network,neurons,reference,rules,synapses}/**/*.test.ts',
  'test/sim/events/**/*.test.ts',
];

/** What is tried on one backend, as `tried` in test/backends.ts has it, and so on each that people train on. */
const onOneBackend = [
  'test/agreement/**/*.test.ts',
  'test/sim/batched/phases/**/*.test.ts',
  'test/sim/{optimiser-state,put-back}.test.ts',
  'test/sim/closed-form/solver.test.ts',
  'test/lab/runs/relaxation-curves.test.ts',
  'test/synapses/adding-an-optimiser.test.ts',
];
/** What takes minutes: tried where RELAXON_LONG is 1, as .ci/run has it. */
const long = [
  'test/cli/seeds-signals.test.ts',
  'test/sim/batched/memory.test.ts',
  'test/cli/sweep-signals.test.ts',
  'test/graphs/{all-rules,rules-float32}.test.ts',
  'test/peers/{training,weights,export}.test.ts',
  'test/experiments/{every,study}.test.ts',
  'test/bench/{against,command}.test.ts',
  'test/docs/{pages,programs,slow-pages}.test.ts',
];
const native = spawnSync(process.execPath, ['-e', 'require("@tensorflow/tfjs-node")']).status === 0;
const env = { RELAXON_TRIED_BACKEND: 'tfjs-node' };

export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    reporters: ['default', './test/closing-line.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // The machine the suite is sized for has two cores.
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      // Each file gets a process: the wasm heap never shrinks.
      { extends: true, test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: [...pure, ...long] } },
      { extends: true, test: { name: 'together', include: pure, isolate: false } },
      ...(process.env.RELAXON_LONG === '1'
        ? [{ extends: true, test: { name: 'long', include: long } } as const]
        : []),
      ...(native
        ? [{ extends: true, test: { name: 'on tfjs-node', include: onOneBackend, env } } as const]
        : []),
    ],
  },
});
