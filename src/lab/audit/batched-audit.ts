import type { BackpropagationRule } from '../../sim/rule.js';
import type { Relaxation } from '../../sim/simulator.js';
import { precise } from '../measurements/float64.js';
import type { Audit } from './levels.js';
import type { Note } from './origins.js';
import type { World } from './phases-audit.js';
import { Rows } from './rows.js';
import { watchLayers } from './whole-layers.js';

/**
 * Audits a rule that no engine of messages can run: the batched engine computes its gradients on a device that watches, and takes
 * down what layers read.
 * @param computes what whole layers are computed on
 */
export function auditOnTensors(
  rule: BackpropagationRule,
  relaxation: Relaxation,
  worlds: readonly World[],
  computes = precise,
): Audit {
  const rows = new Rows();
  const findings = new Set<string>();
  const report = (finding: string) => void findings.add(finding);
  const note: Note = (update, node, { of = [undefined], ...seen }) => {
    for (const sender of of) rows.add({ actor: node, kind: 'neuron', node, update }, { ...seen, sender });
  };
  const layers = watchLayers(rule, relaxation, worlds, { note, report, computes });
  return { rule: rule.name, readings: rows.readings, formulas: [], findings: [...findings], layers };
}
