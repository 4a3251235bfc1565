import { initialParameters } from '../../network/parameters.js';
import { BatchedSimulator } from '../../sim/batched/engine.js';
import type { BackpropagationRule } from '../../sim/rule.js';
import type { Relaxation } from '../../sim/simulator.js';
import { randomBatch } from '../agreement.js';
import type { Audit } from './levels.js';
import type { World } from './phases-audit.js';
import { Rows } from './rows.js';
import { type Made, tracedDevice } from './traced-device.js';

/** Audits a rule that no engine of messages can run: the batched engine computes its gradients on a device that watches. */
export function auditOnTensors(
  rule: BackpropagationRule,
  relaxation: Relaxation,
  worlds: readonly World[],
): Audit {
  const rows = new Rows();
  for (const { network, seed } of worlds) {
    const parameters = initialParameters(network, seed);
    const batch = randomBatch(network, 2, seed);
    const known = new Map<ArrayLike<number>, Partial<Made>>();
    for (const [parameter, { data }] of Object.entries(parameters)) known.set(data, { parameter });
    for (const [node, { data }] of Object.entries(batch.inputs)) known.set(data, { node, stimulus: true });
    for (const [node, { data }] of Object.entries(batch.targets)) known.set(data, { node, error: true });
    const device = tracedDevice(known, (update, node, reads, from, level) => {
      rows.add({ actor: node, kind: 'neuron', node, update }, { reads, from, level });
    });
    new BatchedSimulator(network, parameters, device).relax(batch, { rule, relaxation });
  }
  return { rule: rule.name, readings: rows.readings, formulas: [], findings: [] };
}
