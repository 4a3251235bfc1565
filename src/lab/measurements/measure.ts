import { layOut } from '../../network/layout.js';
import type { AnySimulator, Batch, LearningRates, Presentation, Simulator } from '../../sim/simulator.js';
import { answered, atOnce, type Pieces } from '../turns.js';
import { measureActivities, measureErrors } from './activities.js';
import { courseOf } from './course.js';
import { measureDerivatives } from './derivatives.js';
import { measureEigenvalue } from './eigenvalue.js';
import { findingGradients } from './exact.js';
import type { Measurements } from './row.js';
import { sceneOf } from './scene.js';
import { measureFeedback, measureUpdates } from './weights.js';

/** How a batch that is measured is presented. */
export interface MeasuredPresentation extends Presentation, Partial<LearningRates> {}

/**
 * Measures a rule on a batch; parameters stay as they are. Per node NAME:
 *
 * - `angle/update/NAME`, `ratio/update/NAME`: degrees between the rule's weight gradient and the true one, and its
 *   length over that one's;
 * - `angle/feedback/NAME`, `ratio/feedback/NAME`: the same of feedback weights and the transposed weights, where the
 *   rule has feedback weights of its own;
 * - `norm/weight/NAME`, `norm/update/NAME`: Frobenius norms; `norm/activity/NAME`, `norm/forward/NAME`: root mean
 *   squares of relaxed and forward activities;
 * - `error/NAME`: squared errors of the activities against the exact gradients after as many steps as `steps` says
 *   (null: at equilibrium), summed over units, mean over samples; relaxing nodes only;
 * - `changed/NAME`, `shift/NAME`: how far derivatives are from the frozen ones (`measureDerivatives`).
 *
 * And `eigenvalue/mean`, `eigenvalue/max`, where derivatives are not frozen (`measureEigenvalue`). A rule that does not
 * relax has angles, ratios and norms only. What there is no finite number for is null: the angle of a zero, say.
 * Where weights move during the relaxation, derivatives and eigenvalues are those of the weights before it.
 *
 * @throws {InputError} as Simulator.relax
 */
export const measure = (
  simulator: Simulator,
  batch: Batch,
  presentation: MeasuredPresentation,
): Measurements => atOnce(measuring(simulator, batch, presentation));

/** The same, of an engine that may answer later. */
export function* measuring(
  simulator: AnySimulator,
  batch: Batch,
  presentation: MeasuredPresentation,
): Pieces<Measurements> {
  const layout = layOut(simulator.network);
  const parameters = yield* answered(simulator.parameters());
  const exact = yield* findingGradients(simulator, batch);
  const { rule } = presentation;
  if (rule.kind !== 'relaxation') {
    const { gradient } = yield* answered(simulator.relax(batch, presentation));
    return {
      ...measureUpdates(layout, parameters, gradient, exact.gradient),
      ...measureActivities(layout, exact),
    };
  }
  const course = yield* courseOf(simulator, batch, rule, presentation);
  const { relaxed } = course;
  const scene = sceneOf(simulator.network, rule, parameters, batch, relaxed);
  return {
    ...measureUpdates(layout, parameters, relaxed.gradient, exact.gradient),
    ...measureFeedback(layout, rule.feedbacks, scene.parameters, scene.projections),
    ...measureActivities(layout, relaxed),
    ...measureErrors(layout, course, exact.activity),
    ...measureDerivatives(scene),
    ...measureEigenvalue(scene),
  };
}
