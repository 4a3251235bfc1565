import * as tf from '@tensorflow/tfjs-core';
import type { Groups } from '../../device.js';
import { Recordings, workAgain } from '../recordings.js';
import { type Results, resultsOf, underNames } from '../results.js';
import type { Native } from './deferred.js';
import { Scaled } from './scaled.js';
import type { Made } from './session/binding.js';
import type { Deferring } from './session/deferring.js';
import { deferringCalls } from './session/install.js';
import type { Tape } from './session/tape.js';
import { Slope } from './slope.js';

/** What tfjs-node's backend has beside what every backend has. */
interface NativeBackend {
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  createOutputTensor(made: Made): tf.Tensor;
}

/** What a step makes, times a number. */
interface Product {
  readonly step: number;
  readonly factor: number | undefined;
}

/** What work under a key did. */
interface Recording {
  readonly tape: Tape;
  readonly products: readonly Product[];
  readonly results: Results;
}

const recordings = new Recordings<Recording>(() => {});

const backend = () => tf.backend() as unknown as NativeBackend;

/**
 * Does `work`, or, once the same key has come twice, what it put off then: to ask each formula and each operation again takes
 * longer than many small kernels.
 */
export function again<R extends Groups<Native>>(
  owner: object,
  key: string,
  given: readonly Native[],
  work: () => R,
): R {
  const deferring = deferringCalls();
  const tensors = given.filter((one): one is tf.Tensor => one instanceof tf.Tensor);
  if (!deferring || tensors.length < given.length) return work();
  const ids = backend().getInputTensorIds(tensors);
  // What was taken down of one that is given twice says nothing of two.
  const first = ids.map((id) => ids.indexOf(id));
  return workAgain(recordings.of(owner, `${key} ${first}`), {
    work,
    replay: (recording) => replay(recording, deferring, tensors, ids) as R | undefined,
    record: () => {
      const { result, tape } = deferring.recorded(ids, work);
      return { result, recording: tape && recordingOf(result, tape, deferring, tensors) };
    },
  });
}

/** @returns undefined where a result is neither made by a step of its own, as it is or times a number, nor given */
function recordingOf(
  groups: Groups<Native>,
  tape: Tape,
  deferring: Deferring,
  given: readonly Native[],
): Recording | undefined {
  const { results, made } = resultsOf(groups, given);
  const products: Product[] = [];
  for (const one of made) {
    const step = stepOf(one, tape, deferring);
    if (step === undefined || products.some((product) => product.step === step)) return undefined;
    products.push({ step, factor: one instanceof Scaled ? one.factor : undefined });
  }
  return { tape, products, results };
}

/** The step that makes it; undefined where that is none, or it is not as that makes it. */
function stepOf(one: Native, tape: Tape, deferring: Deferring): number | undefined {
  if (one instanceof Slope) return undefined;
  const made = one instanceof Scaled ? one.of : one;
  const [id] = backend().getInputTensorIds([made]);
  const step = deferring.stepOf(id);
  return step !== undefined && String(tape.made[step].shape) === String(made.shape) ? step : undefined;
}

function replay(
  { tape, products, results }: Recording,
  deferring: Deferring,
  given: readonly Native[],
  ids: readonly number[],
): Groups<Native> | undefined {
  const wanted = products.map(({ step }) => step);
  const made = deferring.replayed(tape, ids, wanted);
  return (
    made &&
    underNames(
      results,
      given,
      made.map((one, k) => productOf(one, products[k].factor)),
    )
  );
}

function productOf(made: Made, factor: number | undefined): Native {
  const tensor = backend().createOutputTensor(made);
  return factor === undefined ? tensor : new Scaled(tensor, factor, true);
}
