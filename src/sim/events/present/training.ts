import type { Parameters } from '../../../network/parameters.js';
import type { Batch, Presentation, Trained } from '../../simulator.js';
import type { UpdateRates } from '../following.js';
import { weightChange } from './change.js';
import { ActivityTable } from './readout.js';
import { type Stage, Trial } from './trial.js';
import { putParameters } from './write-parameters.js';

/**
 * Presents a batch, sample by sample, and lets the weights change by it; not at all if the loss is not finite.
 * @param before parameters as they were, where they move during the relaxation
 */
export function train(
  stage: Stage,
  batch: Batch,
  presentation: Presentation & UpdateRates,
  before: Parameters | undefined,
): Trained {
  const { circuit, layout, runner, around } = stage;
  const { relaxation } = presentation;
  const outputs = new ActivityTable(circuit, layout.outputs, batch.size);
  const change = before && weightChange(presentation, relaxation.stepSize, 1);
  around.traffic.clear();
  let loss = 0;
  for (let row = 0; row < batch.size; row++) {
    const onForward = () => outputs.fill(row, ({ forwardActivity }) => forwardActivity);
    const trial = new Trial(stage, { ...batch, row }, { relaxation, change, onForward });
    trial.finish();
    loss += trial.loss;
  }
  loss /= batch.size;
  if (!Number.isFinite(loss) && before) putParameters(circuit, before);
  if (before || !Number.isFinite(loss)) runner.forget();
  else runner.update(weightChange(presentation, 1, batch.size));
  return { loss, outputs: outputs.values, energy: around.traffic.energy };
}
