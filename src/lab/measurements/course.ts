import { multiple, stepsIn } from '../../math/time.js';
import { hasClosedForm } from '../../sim/meaning.js';
import type { RelaxationRule } from '../../sim/rule.js';
import type { Activities, AnySimulator, Batch, Relaxation, Relaxed } from '../../sim/simulator.js';
import { answered, type Pieces } from '../turns.js';
import type { MeasuredPresentation } from './measure.js';

/** A relaxation, looked at after some of its steps. */
export interface Course {
  readonly relaxed: Relaxed;
  /** After how many steps; the last is the end. An equilibrium, or silence, has no steps: infinitely many. */
  readonly steps: readonly number[];
  /** Activities after as many steps. */
  readonly activities: readonly Activities[];
}

/** Relaxes a batch as it is presented, and looks at it on the way. @throws {InputError} as Simulator.relax */
export function* courseOf(
  simulator: AnySimulator,
  batch: Batch,
  rule: RelaxationRule,
  presentation: MeasuredPresentation,
): Pieces<Course> {
  const { relaxation } = presentation;
  if (relaxation.solver === 'equilibrium' || relaxation.messages === 'threshold') {
    const relaxed = yield* answered(simulator.relax(batch, presentation));
    return { relaxed, steps: [Infinity], activities: [relaxed.activity] };
  }
  const { duration, stepSize } = relaxation;
  const steps = stepsToLookAt(duration === undefined ? relaxation.steps : stepsIn(duration, stepSize));
  const earlier = cutShort(simulator, rule, relaxation);
  if (!earlier) return { steps, ...(yield* recorded(simulator, batch, presentation, steps)) };
  const relaxed = yield* answered(simulator.relax(batch, presentation));
  const activities: Activities[] = [];
  for (const step of steps.slice(0, -1)) {
    const cut = { ...presentation, relaxation: earlier(step) };
    activities.push((yield* answered(simulator.relax(batch, cut))).activity);
  }
  return { relaxed, steps, activities: [...activities, relaxed.activity] };
}

/** 0, 1, 2, 5, 10, 20, 50, ... below `last`, and `last`. */
export function stepsToLookAt(last: number): number[] {
  const steps = last > 0 ? [0] : [];
  for (let ten = 1; ten < last; ten *= 10) {
    steps.push(...[ten, 2 * ten, 5 * ten].filter((step) => step < last));
  }
  return [...steps, last];
}

/** The relaxation that ends after so many steps, where that costs no stepping; undefined where it would. */
function cutShort(
  { engine }: AnySimulator,
  rule: RelaxationRule,
  relaxation: Relaxation,
): ((steps: number) => Relaxation) | undefined {
  const { stepSize, duration } = relaxation;
  if (duration !== undefined) return (steps) => ({ ...relaxation, duration: multiple(steps, stepSize) });
  // Steps above 1 may be refused half way, where the closed form magnifies rounding.
  if (engine === 'events' || stepSize > 1 || !hasClosedForm(rule, relaxation)) return undefined;
  return (steps) => ({ ...relaxation, solver: 'closed-form', steps });
}

/** One stepping through it all; where the end is not found by steps, it is found once more, as presented. */
function* recorded(
  simulator: AnySimulator,
  batch: Batch,
  presentation: MeasuredPresentation,
  steps: readonly number[],
): Pieces<Pick<Course, 'relaxed' | 'activities'>> {
  const { relaxation } = presentation;
  const stepping = {
    ...presentation,
    relaxation: { ...relaxation, solver: 'euler' as const },
    record: steps,
  };
  const stepped = yield* answered(simulator.relax(batch, stepping));
  const byStepping = relaxation.solver !== 'closed-form';
  const relaxed = byStepping ? stepped : yield* answered(simulator.relax(batch, presentation));
  return { relaxed, activities: stepped.course };
}
