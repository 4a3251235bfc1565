import { describe, expect, it } from 'vitest';
import { paperNetwork } from '../../../src/network/presets/paper.js';
import { startBackend } from '../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../src/sim/batched/engine.js';
import { tfjs } from '../../../src/sim/batched/tfjs.js';
import { paperRelaxation } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import { type ScheduleName, schedules } from '../../../src/sim/schedules.js';
import { loading } from '../../backends.js';
import { deviations, drawn, referenceCourse } from './agreement.js';

const runs = loading.flatMap((backend) =>
  (['euler', 'closed-form'] as const)
    .filter((solver) => backend !== 'cpu' || solver === 'euler')
    .map((solver) => [backend, solver] as const),
);

// Not one unit after the other: 71,000 turns of units would take minutes.
const wholeLayers = (Object.keys(schedules) as ScheduleName[]).filter((name) => schedules[name].family);

// Some ten seconds each where nothing else runs, most of them the reference's.
describe('the network of the paper, 100 steps of 0.1 on a batch of 64', { timeout: 300_000 }, () => {
  it.each(wholeLayers)('as the reference has it, %s', async (schedule) => {
    const { problem, example } = drawn(paperNetwork, 64);
    const want = referenceCourse(example, { ...paperRelaxation, schedule });
    for (const [backend, solver] of runs) {
      expect((await startBackend(backend)).name).toBe(backend);
      const simulator = new BatchedSimulator(problem.network, problem.parameters, tfjs);
      const relaxation = { ...paperRelaxation, schedule, solver };
      const got = simulator.relax(problem.batch, { rule: rules.ar, relaxation, record: true });
      simulator.dispose();
      expect(got.course).toHaveLength(101);
      // Every tenth step: comparing 45,000 activities takes longer than the step itself.
      const far = deviations(got, want, 10);
      for (const [what, value] of Object.entries(far)) {
        expect(value, `${what}, ${solver} on ${backend}`).toBeLessThan(1e-5);
      }
    }
  });
});
