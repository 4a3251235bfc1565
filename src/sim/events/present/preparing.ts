import type { Layout } from '../../../network/layout.js';
import { checkBatch } from '../../batch.js';
import { refuseCurved } from '../../meaning.js';
import { checkQuantumNodes } from '../../messages.js';
import { makesSteps } from '../../relaxation.js';
import type { RelaxationRule } from '../../rule.js';
import type { Batch, Presentation } from '../../simulator.js';
import { type Cells, checkCellsIn } from '../build/cells.js';
import type { Circuit } from '../build/circuit.js';
import { checkPathway } from '../build/pathways.js';
import type { Surroundings } from '../surroundings.js';
import { runnable } from './runnable.js';

/** What presentations have to fit. */
export interface Fitted {
  readonly layout: Layout;
  readonly circuit: Circuit;
  readonly around: Surroundings;
  readonly cells: Cells;
  readonly inputsRelax: boolean;
}

/**
 * All that can be asked of a presentation before anything is touched. @returns its rule
 * @throws {InputError} on a batch, a rule or a relaxation that this engine, network or circuit has no place for
 */
export function checkPresentation(
  { layout, circuit, around, cells, inputsRelax }: Fitted,
  batch: Batch,
  { rule: given, relaxation }: Presentation,
): RelaxationRule {
  checkBatch(layout, batch);
  const rule = runnable(given, relaxation, { inputsRelax, batchSize: batch.size });
  checkCellsIn(layout, cells, relaxation);
  refuseCurved(layout, rule, relaxation, 'EventSimulator');
  if (makesSteps(relaxation)) around.queue.checkSteps(relaxation.stepSize);
  const { quantum, smallestQuantum } = relaxation;
  const nodes = layout.nodes.filter(({ role }) => role === 'relaxing').map(({ name }) => name);
  if (quantum !== undefined) checkQuantumNodes('EventSimulator.quantum', quantum, nodes);
  if (smallestQuantum !== undefined) {
    checkQuantumNodes('EventSimulator.smallestQuantum', smallestQuantum, nodes);
  }
  checkPathway(rule, layout, circuit.populations);
  return rule;
}
