import { complaintLine, RelaxonError } from '../../errors.js';
import type { Parameters } from '../../network/parameters.js';
import { paperRelaxation } from '../../sim/relaxation.js';
import { rules } from '../../sim/rules.js';
import type { Activities, AnySimulator, Batch } from '../../sim/simulator.js';
import { answered, type Pieces } from '../turns.js';

/** Where in a run a value stopped being a number. */
export interface Moment {
  readonly step: number;
  readonly epoch: number;
  readonly learningRate: number;
}

/** A run whose loss or parameters stopped being finite numbers: a result, too. */
export class Diverged extends RelaxonError {
  override readonly name = 'Diverged';

  constructor(
    message: string,
    /** What is not finite, in a few words. */
    readonly reason: string,
    readonly moment: Moment,
  ) {
    super(message);
  }
}

/**
 * Stops a run whose loss is no longer a number.
 * @param outputs forward activities of the output nodes
 * @throws {Diverged} naming the first layer with a value that is not finite, and what to try
 */
export function* refusingNonFiniteLoss(
  split: 'train' | 'validation' | 'test',
  loss: number,
  simulator: AnySimulator,
  { batch, outputs }: { readonly batch: Batch; readonly outputs: Activities },
  moment: Moment,
): Pieces<never> {
  return stop(`${split}.loss`, `${loss}, ${yield* culprit(simulator, batch, outputs)}`, moment);
}

/** @throws {Diverged} naming the first parameter that is not finite: no checkpoint may hold it */
export function refuseNonFiniteParameters(parameters: Parameters, moment: Moment): void {
  const name = firstBad(parameters);
  if (!name) return;
  const value = Array.prototype.find.call(parameters[name].data, (v: number) => !Number.isFinite(v));
  stop(`parameter ${name}`, String(value), moment);
}

function stop(what: string, got: string, moment: Moment): never {
  const { step, epoch, learningRate } = moment;
  const message = complaintLine({
    where: `${what} at step ${step} (epoch ${epoch})`,
    got,
    expected: 'a finite number',
    hint: `a learning rate below ${learningRate}, smaller initial weights, or another seed`,
  });
  throw new Diverged(message, `${what} is ${got}`, moment);
}

function* culprit(simulator: AnySimulator, batch: Batch, outputs: Activities): Pieces<string> {
  if (!firstBad(outputs)) return `though the activities of ${Object.keys(outputs).join(', ')} are finite`;
  const parameter = firstBad(yield* answered(simulator.parameters()));
  if (parameter) return `first not finite in parameter ${parameter}`;
  const relaxation = { ...paperRelaxation, steps: 0 };
  const { forward } = yield* answered(simulator.relax(batch, { rule: rules.ar, relaxation }));
  return `first not finite in the activity of ${firstBad(forward) ?? Object.keys(outputs)[0]}`;
}

function firstBad(
  values: Readonly<Record<string, { readonly data: ArrayLike<number> }>>,
): string | undefined {
  return Object.keys(values).find((name) =>
    Array.prototype.some.call(values[name].data, (v) => !Number.isFinite(v)),
  );
}
