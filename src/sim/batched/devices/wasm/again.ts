import type * as tf from '@tensorflow/tfjs-core';
import type { Groups } from '../../device.js';
import { Recordings, workAgain } from '../recordings.js';
import { type Results, resultsOf, underNames } from '../results.js';
import { heard } from './calls/listening.js';
import { drop, recorded, replayed, type Tape } from './calls/tape.js';
import { Matrix, type Order } from './matrix.js';

/** What work under a key did. */
interface Recording {
  readonly tape: Tape;
  readonly results: Results;
  /** Of each that it made, the orders that it has. */
  readonly orders: readonly (readonly Order[])[];
}

const recordings = new Recordings<Recording>(({ tape }) => drop(tape));

/**
 * Does `work`, or, once the same key has come twice, the calls of the module that it made then: to ask each formula, each
 * operation and each kernel again takes longer than many of the calls.
 */
export function again<R extends Groups<Matrix>>(
  owner: object,
  key: string,
  given: readonly Matrix[],
  work: () => R,
): R {
  if (!heard()) return work();
  const tensors = given.flatMap((matrix) => matrix.tensors);
  const orders = given.map((matrix) => matrix.orders.join('+'));
  return workAgain(recordings.of(owner, `${key} ${orders}`), {
    work,
    replay: (recording) => replay(recording, tensors, given) as R | undefined,
    record: () => {
      const { result, tape } = recorded(tensors, work, (groups) =>
        resultsOf(groups, given).made.flatMap((matrix) => matrix.tensors),
      );
      const { results, made } = resultsOf<Matrix>(result, given);
      return { result, recording: tape && { tape, results, orders: made.map((matrix) => matrix.orders) } };
    },
  });
}

function replay(
  { tape, results, orders }: Recording,
  tensors: readonly tf.Tensor[],
  given: readonly Matrix[],
): Groups<Matrix> | undefined {
  const made = replayed(tape, tensors)?.values();
  if (!made) return undefined;
  const next = (order: Order) => [order, made.next().value] as const;
  const matrices = orders.map((its) => Matrix.ofBoth(Object.fromEntries(its.map(next))));
  return underNames(results, given, matrices);
}
