import type * as tf from '@tensorflow/tfjs-core';
import type { Groups } from '../../device.js';
import { Recordings, workAgain } from '../recordings.js';
import { heard } from './calls/listening.js';
import { drop, recorded, replayed, type Tape } from './calls/tape.js';
import { Matrix, type Order } from './matrix.js';

/** A matrix by its names: one of those given, or made, in the orders that it has. */
interface Result {
  readonly group: string;
  readonly name: string;
  readonly of: { readonly given: number } | { readonly orders: readonly Order[] };
}

/** What work under a key did. */
interface Recording {
  readonly tape: Tape;
  readonly results: readonly Result[];
  readonly groups: readonly string[];
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
  const made = (groups: R) => named(groups).filter(({ matrix }) => !given.includes(matrix));
  return workAgain(recordings.of(owner, `${key} ${orders}`), {
    work,
    replay: (recording) => replay(recording, tensors, given) as R | undefined,
    record: () => {
      const { result, tape } = recorded(tensors, work, (groups) =>
        made(groups).flatMap(({ matrix }) => matrix.tensors),
      );
      const results = named(result).map((one) => resultOf(one, given));
      return { result, recording: tape && { tape, results, groups: Object.keys(result) } };
    },
  });
}

const named = (groups: Groups<Matrix>) =>
  Object.entries(groups).flatMap(([group, matrices]) =>
    Object.entries(matrices).map(([name, matrix]) => ({ group, name, matrix })),
  );

function resultOf(
  { group, name, matrix }: ReturnType<typeof named>[number],
  given: readonly Matrix[],
): Result {
  const index = given.indexOf(matrix);
  return { group, name, of: index < 0 ? { orders: matrix.orders } : { given: index } };
}

function replay(
  { tape, results, groups }: Recording,
  tensors: readonly tf.Tensor[],
  given: readonly Matrix[],
): Groups<Matrix> | undefined {
  const made = replayed(tape, tensors)?.values();
  if (!made) return undefined;
  const found = Object.fromEntries(groups.map((group) => [group, {} as Record<string, Matrix>]));
  const next = (orders: readonly Order[]) =>
    Matrix.ofBoth(Object.fromEntries(orders.map((order) => [order, made.next().value])));
  for (const { group, name, of } of results)
    found[group][name] = 'given' in of ? given[of.given] : next(of.orders);
  return found;
}
