import type { BlockProjection } from './projection.js';

/** Some synapses, at post * pres + pre in ascending order; of these, those whose neuron speaks, or all. */
export interface Places {
  readonly places: Int32Array;
  readonly speaks: Uint8Array | undefined;
}

/** brought = weight * what each has heard. */
export function weighPlaces(
  { from, weights: { values }, offset, toStride, fromStride }: BlockProjection,
  said: Float64Array,
  { places, speaks }: Places,
  brought: Float64Array,
): void {
  const { size } = from;
  let [row, base] = [0, offset];
  for (let i = 0; i < places.length; i++) {
    const place = places[i];
    for (; place >= row + size; row += size) base += toStride;
    const pre = place - row;
    if (speaks === undefined || speaks[pre] === 1)
      brought[place] = values[base + pre * fromStride] * said[place];
  }
}

/** The same of all. */
export function weighAll(
  { from, to, weights: { values }, offset, toStride, fromStride }: BlockProjection,
  said: Float64Array,
  brought: Float64Array,
): void {
  let place = 0;
  for (let post = 0; post < to.size; post++)
    for (let pre = 0, k = offset + post * toStride; pre < from.size; pre++, k += fromStride, place++)
      brought[place] = values[k] * said[place];
}
