import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    reporters: ['default', './test/closing-line.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // The machine the suite is sized for has two cores; each file gets a process (the wasm heap never shrinks).
    pool: 'forks',
    maxWorkers: 2,
  },
});
