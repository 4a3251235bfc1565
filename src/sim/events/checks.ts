import type { EventQueue } from '../../messages/queue.js';
import type { Layout } from '../../network/layout.js';
import { checkBatch } from '../batch.js';
import { requirePlaces } from '../choice-places.js';
import { steppingPhases } from '../continuous.js';
import type { Batch, Presentation } from '../simulator.js';
import type { EventOptions } from './options.js';
import { refuseCurved } from './phases/kink-refusals.js';
import { checkQuanta, refuseCells, refuseLate, refuseSharedMoves, speechOf } from './phases/refusals.js';
import { type Played, playedOf } from './played.js';

/**
 * All that can be asked of a presentation before anything is touched. @returns its rule as it is played
 * @throws {InputError} on a batch, a rule or a relaxation that this engine or these options have no place for
 */
export function checkPresentation(
  layout: Layout,
  queue: EventQueue,
  options: EventOptions,
  batch: Batch,
  { rule: given, relaxation }: Presentation,
): Played {
  checkBatch(layout, batch);
  requirePlaces(layout, given);
  const played = playedOf(given, relaxation);
  const { rule } = played;
  const { inTime } = speechOf(rule, relaxation);
  if (inTime) {
    refuseLate(rule, inTime.way, options);
    refuseCurved(layout, rule.rule, `EventSimulator.duration with rule ${rule.name}`);
  } else refuseCells(layout, rule, options.cells);
  checkQuanta(rule, relaxation, layout);
  for (const { stepSize = 1 } of steppingPhases(rule.rule, relaxation)) queue.samplers.checkSteps(stepSize);
  refuseSharedMoves(rule, batch.size);
  return played;
}
