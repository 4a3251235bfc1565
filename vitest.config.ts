import { defineConfig } from 'vitest/config';

/** What leaves nothing behind: no wasm heap, no file, no signal handler. One process loads the sources for all of it. */
const pure = [
  'test/{math,messages,network,neurons,reference,rules,synapses}/**/*.test.ts',
  'test/sim/events/**/*.test.ts',
];

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
      { extends: true, test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: pure } },
      { extends: true, test: { name: 'together', include: pure, isolate: false } },
    ],
  },
});
