import { InputError } from '../../errors.js';
import { hasClosedForm } from '../../sim/meaning.js';
import type { RelaxationRule } from '../../sim/rule.js';
import type { Activities, AnySimulator, Batch, Relaxation } from '../../sim/simulator.js';
import { lookEvery, mostSteps, stepsToDraw } from '../steps-to-draw.js';
import { answered, type Pieces } from '../turns.js';

/** A relaxation that is linear, without a way to speak of its own. */
export interface Scene {
  readonly simulator: AnySimulator;
  readonly batch: Batch;
  readonly rule: RelaxationRule;
  readonly relaxation: Relaxation;
}

/** What it looked like on the way. */
export interface Frame {
  /** After how many steps; in continuous time, in tau. */
  readonly at: number;
  readonly activities: Activities;
}

/** Takes a frame. @returns how many there are */
export type Take = (frame: Frame) => number;

/** Frames that are found together where they cost no steps. */
const piece = 10;

/**
 * A relaxation along its way, in no more frames than a figure shows. Many steps are made only where nothing else is known:
 * then a minibatch of training makes as many.
 * @param take is given one frame after the other, and gives how many there are; that is yielded
 */
export function* framesOf(scene: Scene, take: Take): Pieces<void> {
  const { engine } = scene.simulator;
  const { relaxation, rule } = scene;
  if (relaxation.duration !== undefined) return yield* inTime(scene, relaxation.duration, take);
  const steps = stepsToDraw(relaxation.steps);
  if (relaxation.steps <= mostSteps || engine === 'events' || !hasClosedForm(rule, relaxation)) {
    return yield* seen(scene, { ...relaxation, solver: 'euler' }, steps, take);
  }
  // Steps above 1 may be refused half way, where the closed form magnifies rounding.
  const together = relaxation.stepSize > 1 ? 1 : piece;
  for (let from = 0; from < steps.length; from += together) {
    const some = steps.slice(from, from + together);
    const closed = { ...relaxation, solver: 'closed-form', steps: some[some.length - 1] } as const;
    try {
      yield* seen(scene, closed, some, take);
    } catch (error) {
      if (together > 1 || !(error instanceof InputError)) throw error;
    }
  }
}

function* inTime(scene: Scene, duration: number, take: Take): Pieces<void> {
  const { relaxation } = scene;
  const every = lookEvery(relaxation, duration);
  const course = yield* relaxed(scene, { ...relaxation, solver: 'closed-form', stepSize: every }, true);
  for (const [k, activities] of course.entries()) yield take({ at: k * every, activities });
}

function* seen(scene: Scene, relaxation: Relaxation, steps: readonly number[], take: Take): Pieces<void> {
  const course = yield* relaxed(scene, relaxation, steps);
  for (const [k, activities] of course.entries()) yield take({ at: steps[k], activities });
}

function* relaxed(
  { simulator, batch, rule }: Scene,
  relaxation: Relaxation,
  record: true | readonly number[],
): Pieces<readonly Activities[]> {
  const { course } = yield* answered(simulator.relax(batch, { rule, relaxation, record }));
  return course;
}
