import { refuse } from '../../errors.js';
import type { Progress } from '../../lab/progress.js';
import type { Tensor } from '../../lab/safetensors/index.js';
import type { Answer } from '../../sim/simulator.js';

/** Does it, with progress shown meanwhile. */
export async function withProgress<R>(
  progress: Progress,
  work: (onSample: (done: number) => void) => Answer<R>,
): Promise<R> {
  try {
    return await work((done) => progress.update(done, {}));
  } finally {
    progress.stop();
  }
}

/** @throws {InputError} on a loss or a tensor that is not finite */
export function refuseNonFinite(
  where: string,
  loss: number,
  tensors: readonly (readonly [string, Tensor])[],
): void {
  const bad = tensors.find(([, { data }]) => Array.prototype.some.call(data, (v) => !Number.isFinite(v)));
  if (Number.isFinite(loss) && !bad) return;
  refuse({
    where,
    got: Number.isFinite(loss) ? `values that are not finite in ${bad?.[0]}` : `a loss of ${loss}`,
    expected: 'finite numbers',
    hint: 'smaller weights, inputs or steps: it overflows',
  });
}
