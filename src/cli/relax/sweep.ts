import { outTarget } from '../../lab/out-file.js';
import { tensorOf } from '../../lab/parameter-files.js';
import { writeSafetensors } from '../../lab/safetensors/index.js';
import type { Rule } from '../../sim/rule.js';
import type { Activities, AnySimulator, Batch } from '../../sim/simulator.js';
import { print } from '../output.js';
import { refuseNonFinite } from './parts.js';

/** Answers as tensors: `NAME.answer` of every node that is told of. */
export const answersOf = (answers: Activities) =>
  Object.entries(answers).map(([name, values]) => [`${name}.answer`, tensorOf(values)] as const);

/** Writes what outputs answer to inputs without targets: there is nothing to relax to. */
export async function writeSweep(
  simulator: AnySimulator,
  inputs: Batch['inputs'],
  rule: Rule,
  { batch, out, json }: { readonly batch: string; readonly out: string; readonly json?: boolean | undefined },
): Promise<void> {
  const tensors = answersOf(await simulator.predict(inputs, rule));
  refuseNonFinite(batch, 0, tensors);
  writeSafetensors(outTarget(out), tensors);
  const [samples] = Object.values(inputs)[0].shape;
  const names = tensors.map(([name]) => name);
  print(
    json,
    { out, samples, tensors: names },
    () => `no target, so nothing relaxed; ${names.join(', ')} in ${out}`,
  );
}
