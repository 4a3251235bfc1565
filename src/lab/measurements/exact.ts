import { paperRelaxation } from '../../sim/relaxation.js';
import { rules } from '../../sim/rules.js';
import type { Batch, Relaxed, Simulator } from '../../sim/simulator.js';

/**
 * The true gradient of the batch-mean loss by the parameters, and as activities the gradients of each sample's loss by
 * the activities: by backpropagation, or on the event engine, which has none, by the equilibrium of the standard
 * rule (transposed feedback, frozen derivative), which is the same.
 */
export function exactGradients(simulator: Simulator, batch: Batch): Relaxed {
  const rule = simulator.engine === 'batched' ? rules.bp : rules.ar;
  return simulator.relax(batch, { rule, relaxation: { ...paperRelaxation, solver: 'equilibrium' } });
}
