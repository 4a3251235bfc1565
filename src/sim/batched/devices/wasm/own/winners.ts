import type * as tf from '@tensorflow/tfjs-core';
import { type Grouping, groupOf, groupSize } from '../../../../../math/grouping.js';
import { type OwnKernel, runOwn } from './own-kernel.js';

interface Attributes {
  /** Units, group after group. */
  readonly members: Int32Array;
  readonly size: number;
}

/** 1 of the first of the largest in each group of units, 0 of the others: in one go over the numbers. */
export const winning: OwnKernel<Attributes> = {
  name: 'RelaxonWinners',
  shape: (from) => [...from],
  run: (from, to, { members, size }) => {
    const { length } = members;
    to.fill(0);
    for (let row = 0; row < from.length; row += length)
      for (let k = 0; k < length; k += size) to[largest(from, row, members, k, size)] = 1;
  },
};

function largest(from: Float32Array, row: number, members: Int32Array, start: number, size: number): number {
  let at = row + members[start];
  let most = from[at];
  for (let j = start + 1; j < start + size; j++) {
    const place = row + members[j];
    const value = from[place];
    if (value > most) {
      most = value;
      at = place;
    }
  }
  return at;
}

const known = new WeakMap<Grouping, Attributes>();

function attributesOf(grouping: Grouping): Attributes {
  const before = known.get(grouping);
  if (before) return before;
  const size = groupSize(grouping);
  const attributes = { members: membersOf(groupOf(grouping), size), size };
  known.set(grouping, attributes);
  return attributes;
}

function membersOf(groups: Int32Array, size: number): Int32Array {
  const members = new Int32Array(groups.length);
  const counts = new Int32Array(groups.length / size);
  for (const [unit, group] of groups.entries()) members[group * size + counts[group]++] = unit;
  return members;
}

export const winners = (x: tf.Tensor, grouping: Grouping): tf.Tensor =>
  runOwn(winning, x, attributesOf(grouping));
