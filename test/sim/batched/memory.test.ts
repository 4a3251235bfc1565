import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../src/sim/batched/engine.js';
import { tfjs } from '../../../src/sim/batched/tfjs.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import type { Relaxation, Simulator } from '../../../src/sim/simulator.js';
import { networks } from '../../agreement/networks.js';
import { drawn } from './agreement.js';
import type { Problem } from './problem.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes in use by JavaScript, and outside its heap: buffers and the memory of wasm. */
function memory(): { heap: number; outside: number } {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, outside: external };
}

const euler: Partial<Relaxation> = { steps: 3, stepSize: 0.5 };
const learningRate = 0.01;

type Work = (simulator: Simulator, batch: Problem['batch']) => unknown;
const work: readonly (readonly [string, Work])[] = [
  [
    'ar, synchronous steps',
    (s, b) => s.train(b, { rule: rules.ar, relaxation: relaxationOf(euler), learningRate }),
  ],
  [
    'ar, top-down steps',
    (s, b) =>
      s.train(b, {
        rule: rules.ar,
        relaxation: relaxationOf({ ...euler, schedule: 'top-down' }),
        learningRate,
      }),
  ],
  [
    'ar, equilibrium',
    (s, b) =>
      s.train(b, { rule: rules.ar, relaxation: relaxationOf({ solver: 'equilibrium' }), learningRate }),
  ],
  ['bp', (s, b) => s.train(b, { rule: rules.bp, relaxation: relaxationOf(), learningRate })],
  [
    'a recorded relaxation',
    (s, b) => s.relax(b, { rule: rules.ar, relaxation: relaxationOf(euler), record: true }),
  ],
  [
    'a recorded equilibrium',
    (s, b) =>
      s.relax(b, { rule: rules.ar, relaxation: relaxationOf({ solver: 'equilibrium' }), record: true }),
  ],
  ['a prediction', (s, b) => s.predict(b.inputs)],
  ['new parameters', (s) => s.setParameters(s.parameters())],
];
const { problem } = drawn(networks['two inputs, two outputs, one of them with children'], 4);

// One kilobyte a step would be a megabyte; compiled code and the like take some hundred kilobytes, once.
const margin = 1e6;

describe.each(['wasm', 'cpu'])('a thousand steps on %s leave nothing behind', (backend) => {
  beforeAll(async () => {
    expect((await startBackend(backend)).name).toBe(backend);
  });

  it.each(work)('%s', (_, step) => {
    const before = tfjs.live();
    const simulator = new BatchedSimulator(problem.network, problem.parameters, tfjs);
    const repeat = (times: number) => {
      for (let i = 0; i < times; i++) step(simulator, problem.batch);
      return { live: tfjs.live(), ...memory() };
    };
    const early = repeat(10);
    const late = repeat(1000);
    expect(late.live).toBe(early.live);
    console.log(backend, _, late.heap - early.heap, late.outside - early.outside);
    expect(late.heap - early.heap).toBeLessThan(margin);
    expect(late.outside - early.outside).toBeLessThan(margin);
    expect(early.live - before).toBe(Object.keys(problem.parameters).length);
    simulator.dispose();
    expect(tfjs.live()).toBe(before);
  });
});
