import { beforeAll, describe, expect, it } from 'vitest';
import { agrees, compareRelaxation, randomBatch } from '../../../src/lab/agreement.js';
import { relaxationCurves } from '../../../src/lab/runs/relaxation-curves.js';
import { type Frame, framesOf } from '../../../src/lab/runs/relaxation-frames.js';
import { mostSteps, stepsToDraw } from '../../../src/lab/steps-to-draw.js';
import { atOnce } from '../../../src/lab/turns.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { startBackend } from '../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../src/sim/batched/engine.js';
import { tfjs } from '../../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import type { Relaxation, RelaxPresentation, Simulator } from '../../../src/sim/simulator.js';
import { relativeDifference, tolerance } from '../../../src/sim/tolerance.js';
import { networks } from '../../agreement/networks.js';
import { asRows, asSet, forReference } from '../../agreement/problems.js';
import { tried } from '../../backends.js';
import { continuous } from '../../reference/index.js';
import { tinyRun } from './runs.js';

beforeAll(() => startBackend(tried));

const description = networks['five hidden layers'];
const network = parseNetwork(description);
const parameters = initialParameters(network, 3);
const batch = randomBatch(network, 2, 5);
const engines = {
  batched: () => new BatchedSimulator(network, parameters, tfjs),
  events: () => new EventSimulator(network, parameters),
} satisfies Record<string, () => Simulator>;
const limits = { batched: tolerance.float32, events: tolerance.float64 };

/** The frames of a relaxation, and how it was asked for. */
function look(engine: keyof typeof engines, relaxation: Relaxation) {
  const simulator = engines[engine]();
  const asked: RelaxPresentation[] = [];
  const spy = Object.assign(Object.create(simulator) as Simulator, {
    relax: (...[given, presentation]: Parameters<Simulator['relax']>) => {
      asked.push(presentation);
      return simulator.relax(given, presentation);
    },
  });
  const frames: Frame[] = [];
  atOnce(framesOf({ simulator: spy, batch, rule: rules.ar, relaxation }, (frame) => frames.push(frame)));
  simulator.dispose();
  return { frames, asked };
}

describe('the steps of a figure', () => {
  it('are all, up to so many', () => {
    expect(stepsToDraw(0)).toEqual([0]);
    expect(stepsToDraw(3)).toEqual([0, 1, 2, 3]);
    expect(stepsToDraw(mostSteps)).toHaveLength(mostSteps + 1);
  });

  it.each([mostSteps + 1, 3000, 1e6, 2 ** 50])('of %d are no more, from the first to the last', (last) => {
    const steps = stepsToDraw(last);
    expect(steps.length).toBeLessThanOrEqual(mostSteps + 1);
    expect(steps.length).toBeGreaterThan(mostSteps / 2);
    expect(steps.slice(0, 2)).toEqual([0, 1]);
    expect(steps.at(-1)).toBe(last);
    expect(steps.every((step, k) => Number.isInteger(step) && (k === 0 || step > steps[k - 1]))).toBe(true);
    // Half of them lie below the square root: the beginning is not passed over.
    expect(steps.filter((step) => step ** 2 <= last).length).toBeGreaterThan(last > 1e4 ? mostSteps / 5 : 9);
  });
});

describe.each(['batched', 'events'] as const)('the frames of a relaxation, on engine %s', (engine) => {
  it.each([
    ['few steps', { steps: 30, stepSize: 0.3 }],
    ['many steps', { steps: 500, stepSize: 0.02 }],
    ['many large steps', { steps: 300, stepSize: 1.2 }],
    ['many top-down steps', { steps: 300, stepSize: 0.05, schedule: 'top-down' }],
    ['many steps in any order', { steps: 300, stepSize: 0.05, schedule: 'asynchronous' }],
  ] as const)('are those that stepping comes by: %s', (what, choices) => {
    const relaxation = relaxationOf({ solver: 'euler', ...choices });
    const { frames } = look(engine, relaxation);
    const { course } = engines[engine]().relax(batch, { rule: rules.ar, relaxation, record: true });
    // Some are left out, where the closed form would magnify rounding.
    if (what !== 'many large steps')
      expect(frames.map(({ at }) => at)).toEqual(stepsToDraw(relaxation.steps));
    expect(frames.at(-1)!.at).toBe(relaxation.steps);
    for (const { at, activities } of frames) {
      for (const [node, { data }] of Object.entries(activities)) {
        const largest = relativeDifference(data, course[at][node].data);
        expect(largest, `${node} after ${at}`).toBeLessThan(10 * limits[engine]);
      }
    }
  });

  it('in continuous time reach to its end', () => {
    const [parametersThere, batchThere] = [asSet(parameters), forReference(batch)];
    for (const duration of [3, 500]) {
      const { frames } = look(engine, relaxationOf({ duration, stepSize: 0.5 }));
      expect(frames.length).toBeLessThanOrEqual(mostSteps + 1);
      expect(frames.at(-1)!.at).toBeCloseTo(duration, 9);
      for (const { at, activities } of [frames[1], frames[2], frames.at(-1)!]) {
        const want = continuous(description, parametersThere, batchThere, { time: at }).activity;
        for (const [node, values] of Object.entries(activities)) {
          expect(relativeDifference(asRows(values).flat(), want[node].flat())).toBeLessThan(
            10 * limits[engine],
          );
        }
      }
    }
  });
});

describe('many steps that the closed form makes free', () => {
  it('are not made for the report, and few frames are kept at a time', () => {
    const { frames, asked } = look('batched', relaxationOf({ solver: 'closed-form', steps: 1e6 }));
    expect(asked.map(({ relaxation }) => relaxation.solver)).not.toContain('euler');
    for (const { record } of asked) expect((record as readonly number[]).length).toBeLessThanOrEqual(10);
    expect(frames.at(-1)!.at).toBe(1e6);
  });

  it('give curves from far to near', async () => {
    const run = await tinyRun({ relaxation: { steps: 3000, stepSize: 0.01 } });
    const { series, steps } = atOnce(relaxationCurves(run.simulator, run.examples, run.configuration))!;
    expect(steps!.at(-1)).toBe(3000);
    for (const { values } of series) {
      expect(values).toHaveLength(steps!.length);
      expect(values.at(-1)!).toBeLessThan(1e-6 * values[0]);
    }
  });

  it('have no end that is taken for the gradient: in continuous time they stop short of it', async () => {
    for (const engine of ['batched', 'events']) {
      const run = await tinyRun({ engine, relaxation: { duration: 2 } });
      const { series, times } = atOnce(relaxationCurves(run.simulator, run.examples, run.configuration))!;
      expect(times!.at(-1)).toBeCloseTo(2, 12);
      for (const { values } of series) expect(values.at(-1)!).toBeGreaterThan(1e-4 * values[0]);
    }
  });
});

it('a course holds the frames that were asked for, on both engines and by every solver', () => {
  const record = [0, 3, 7];
  for (const [engine, solver] of [
    ['batched', 'euler'],
    ['batched', 'closed-form'],
    ['events', 'euler'],
  ] as const) {
    const relaxation = relaxationOf({ solver, steps: 7, stepSize: 0.4 });
    const simulator = engines[engine]();
    const all = simulator.relax(batch, { rule: rules.ar, relaxation, record: true }).course;
    const { course } = simulator.relax(batch, { rule: rules.ar, relaxation, record });
    expect(course).toEqual(record.map((step) => all[step]));
    const end = relaxationOf({ solver: 'equilibrium' });
    expect(simulator.relax(batch, { rule: rules.ar, relaxation: end, record }).course).toHaveLength(1);
  }
});

it('engines are compared at a bounded number of moments, however long a relaxation is', () => {
  const both = [engines.batched(), engines.events()];
  for (const relaxation of [
    relaxationOf({ steps: 2000, stepSize: 0.01 }),
    relaxationOf({ solver: 'closed-form', duration: 1e5 }),
  ]) {
    const courses: number[] = [];
    const [one, other] = both.map((simulator) =>
      Object.assign(Object.create(simulator) as Simulator, {
        relax: (...[given, presentation]: Parameters<Simulator['relax']>) => {
          const relaxed = simulator.relax(given, presentation);
          courses.push(relaxed.course.length);
          return relaxed;
        },
      }),
    );
    const differences = compareRelaxation(one, other, batch, { rule: rules.ar, relaxation, name: 'ar' });
    expect(differences.every(agrees)).toBe(true);
    expect(courses).toHaveLength(2);
    for (const length of courses) expect(length).toBeLessThanOrEqual(mostSteps + 1);
    for (const length of courses) expect(length).toBeGreaterThan(mostSteps / 2);
  }
});
