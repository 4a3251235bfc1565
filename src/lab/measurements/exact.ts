import { paperRelaxation } from '../../sim/relaxation.js';
import { rules } from '../../sim/rules.js';
import type { AnySimulator, Batch, Relaxed, Simulator } from '../../sim/simulator.js';
import { answered, atOnce, type Pieces } from '../turns.js';

/**
 * The true gradient of the batch-mean loss by the parameters, and as activities the gradients of each sample's loss by
 * the activities: by backpropagation, or on the event engine, which has none, by the equilibrium of the standard
 * rule (transposed feedback, frozen derivative), which is the same.
 */
export const exactGradients = (simulator: Simulator, batch: Batch): Relaxed =>
  atOnce(findingGradients(simulator, batch));

/** The same, of an engine that may answer later. */
export function* findingGradients(simulator: AnySimulator, batch: Batch): Pieces<Relaxed> {
  const rule = simulator.engine === 'batched' ? rules.bp : rules.ar;
  const relaxation = { ...paperRelaxation, solver: 'equilibrium' } as const;
  return yield* answered(simulator.relax(batch, { rule, relaxation }));
}
