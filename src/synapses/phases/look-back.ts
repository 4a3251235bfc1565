import type { History } from './history.js';
import type { BlockProjection } from './projection.js';
import { inGroup, inSpan } from './spans.js';

/**
 * sums[post] += sum over pre of weight * what the synapse hears now, each looking it up in what its axon has said; added up in groups
 * and spans, as `Spans` does it.
 */
export function addLookedBack(
  history: History,
  key: number,
  { from, to, weights, offset, toStride, fromStride }: BlockProjection,
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
    let [one, other, span, beside] = [0, 0, 0, 0];
    for (let start = 0; start < pres; ) {
      const end = Math.min(start + inGroup, pres);
      let [a, b] = [0, 0];
      for (let pre = start; pre < end; pre++) {
        a += weights[w + pre] * values[slots[late[p + pre]] + pre];
        b += weights[w + stride + pre] * values[slots[late[p + pres + pre]] + pre];
      }
      span += a;
      beside += b;
      start = end;
      if (end < pres && end % inSpan > 0) continue;
      one += span;
      other += beside;
      span = 0;
      beside = 0;
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
  let [sum, span] = [0, 0];
  for (let start = 0; start < pres; ) {
    const end = Math.min(start + inGroup, pres);
    let group = 0;
    for (let pre = start; pre < end; pre++) group += weights[w + pre] * values[slots[late[p + pre]] + pre];
    span += group;
    start = end;
    if (end < pres && end % inSpan > 0) continue;
    sum += span;
    span = 0;
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
  const groups = new Float64Array(posts);
  const heard = Array.from({ length: 4 }, () => new Float64Array(slots.length));
  const axons = new Int32Array(4);
  for (let start = 0; start < pres; ) {
    const end = Math.min(start + inGroup, pres);
    let [some, found] = [false, 0];
    for (let pre = start; pre < end; pre++) {
      axons[found] = pre;
      // Who has been silent all the time, as half of all relu neurons are, brings nothing to a sum that began at +0.
      if (!gather(values, slots, pre, heard[found])) continue;
      some = true;
      if (++found < 4) continue;
      addFourAxons(weights, { offset, stride }, late, axons, heard, groups);
      found = 0;
    }
    for (let n = 0; n < found; n++)
      addAxon(weights, offset + axons[n] * stride, late, axons[n] * posts, heard[n], groups);
    if (some) moveInto(groups, spans);
    start = end;
    if (end === pres || end % inSpan === 0) moveInto(spans, totals);
  }
  for (let post = 0; post < posts; post++) sums[post] += totals[post];
}

/** to += from, which is 0 then */
function moveInto(from: Float64Array, to: Float64Array): void {
  for (let post = 0; post < to.length; post++) {
    to[post] += from[post];
    from[post] = 0;
  }
}

/** What synapses of an axon hear, by how late it comes to them. @returns whether anything is not 0 */
function gather(values: Float64Array, slots: Int32Array, pre: number, heard: Float64Array): boolean {
  let some = false;
  for (let k = 0; k < slots.length; k++) {
    heard[k] = values[slots[k] + pre];
    if (heard[k] !== 0) some = true;
  }
  return some;
}

/** Four at a time save three of four loads and stores of the sums, and keep their order. */
function addFourAxons(
  weights: Float64Array,
  { offset, stride }: Block,
  late: ArrayLike<number>,
  axons: Int32Array,
  [a, b, c, d]: readonly Float64Array[],
  spans: Float64Array,
): void {
  const posts = spans.length;
  const [i, j, k, l] = [axons[0], axons[1], axons[2], axons[3]];
  const [wi, wj, wk, wl] = [
    offset + i * stride,
    offset + j * stride,
    offset + k * stride,
    offset + l * stride,
  ];
  const [pi, pj, pk, pl] = [i * posts, j * posts, k * posts, l * posts];
  for (let n = 0; n < posts; n++)
    spans[n] =
      spans[n] +
      weights[wi + n] * a[late[pi + n]] +
      weights[wj + n] * b[late[pj + n]] +
      weights[wk + n] * c[late[pk + n]] +
      weights[wl + n] * d[late[pl + n]];
}

function addAxon(
  weights: Float64Array,
  w: number,
  late: ArrayLike<number>,
  p: number,
  heard: Float64Array,
  spans: Float64Array,
): void {
  for (let post = 0; post < spans.length; post++) spans[post] += weights[w + post] * heard[late[p + post]];
}
