import type { History } from './history.js';
import type { Projection } from './projection.js';
import { width } from './spans.js';

/**
 * sums[post] += sum over pre of weight * what the synapse hears now, each looking it up in what its axon has said; in spans of
 * numbers, as `Spans` adds them up.
 */
export function addLookedBack(
  history: History,
  key: number,
  { from, to, weights, offset, toStride, fromStride }: Projection,
  sums: Float64Array,
): void {
  const values = history.valuesOf(key);
  if (!values) return;
  const { slots, ticks } = history;
  const sizes = { pres: from.size, posts: to.size };
  if (fromStride === 1)
    addRows(weights.values, { offset, stride: toStride }, ticks.late, slots, values, sizes, sums);
  else
    addColumns(weights.values, { offset, stride: fromStride }, ticks.lateByAxon, slots, values, sizes, sums);
}

interface Sizes {
  readonly pres: number;
  readonly posts: number;
}

interface Block {
  readonly offset: number;
  readonly stride: number;
}

/** Weights of a neuron side by side. */
function addRows(
  weights: Float64Array,
  { offset, stride }: Block,
  late: ArrayLike<number>,
  slots: Int32Array,
  values: Float64Array,
  { pres, posts }: Sizes,
  sums: Float64Array,
): void {
  let post = 0;
  // Two neurons at a time: their sums do not wait for each other.
  for (; post + 1 < posts; post += 2) {
    const w = offset + post * stride;
    const p = post * pres;
    let [one, other] = [0, 0];
    for (let start = 0; start < pres; start += width) {
      const end = Math.min(start + width, pres);
      let [a, b] = [0, 0];
      for (let pre = start; pre < end; pre++) {
        a += weights[w + pre] * values[slots[late[p + pre]] + pre];
        b += weights[w + stride + pre] * values[slots[late[p + pres + pre]] + pre];
      }
      one += a;
      other += b;
    }
    sums[post] += one;
    sums[post + 1] += other;
  }
  if (post < posts)
    sums[post] += rowSum(weights, offset + post * stride, late, post * pres, slots, values, pres);
}

function rowSum(
  weights: Float64Array,
  w: number,
  late: ArrayLike<number>,
  p: number,
  slots: Int32Array,
  values: Float64Array,
  pres: number,
): number {
  let sum = 0;
  for (let start = 0; start < pres; start += width) {
    const end = Math.min(start + width, pres);
    let span = 0;
    for (let pre = start; pre < end; pre++) span += weights[w + pre] * values[slots[late[p + pre]] + pre];
    sum += span;
  }
  return sum;
}

/** Weights of an axon side by side. */
function addColumns(
  weights: Float64Array,
  { offset, stride }: Block,
  late: ArrayLike<number>,
  slots: Int32Array,
  values: Float64Array,
  { pres, posts }: Sizes,
  sums: Float64Array,
): void {
  const totals = new Float64Array(posts);
  const spans = new Float64Array(posts);
  for (let start = 0; start < pres; start += width) {
    spans.fill(0);
    const end = Math.min(start + width, pres);
    for (let pre = start; pre < end; pre++)
      addAxon(weights, offset + pre * stride, late, pre * posts, slots, values, pre, spans);
    for (let post = 0; post < posts; post++) totals[post] += spans[post];
  }
  for (let post = 0; post < posts; post++) sums[post] += totals[post];
}

function addAxon(
  weights: Float64Array,
  w: number,
  late: ArrayLike<number>,
  p: number,
  slots: Int32Array,
  values: Float64Array,
  pre: number,
  spans: Float64Array,
): void {
  for (let post = 0; post < spans.length; post++)
    spans[post] += weights[w + post] * values[slots[late[p + post]] + pre];
}
