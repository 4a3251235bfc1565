import type { Placement } from './augment/augmentation.js';
import type { Inputs } from './dataset.js';
import type { WriteInput } from './fill.js';
import { channelsOf, type Normalisation } from './normalisation.js';

/**
 * Writes images normalised, with their pixels placed anew: (scaled pixel - mean) / sd of its channel, and what a placement
 * takes from outside is a pixel of 0 before that.
 */
export function imageWriter(
  split: Inputs,
  normalisation?: Normalisation,
  placement?: (sample: number) => Placement,
): WriteInput {
  const channels = channelsOf(split);
  const { factor, offset } = affine(split.scale, channels, normalisation);
  if (placement) return placing(split, placement, factor, offset);
  const size = split.shape.reduce((product, n) => product * n, 1);
  return (to, at, sample) => {
    for (let i = 0; i < size; i++) {
      const channel = i % channels;
      to[at + i] = split.inputs[sample * size + i] * factor[channel] + offset[channel];
    }
  };
}

function placing(
  { inputs, shape }: Inputs,
  placement: (sample: number) => Placement,
  factor: Float64Array,
  offset: Float64Array,
): WriteInput {
  const [height, width] = shape;
  const channels = factor.length;
  return (to, at, sample) => {
    const { rows, columns } = placement(sample);
    let place = at;
    for (const row of rows) {
      for (const column of columns) {
        const inside = row >= 0 && row < height && column >= 0 && column < width;
        const from = ((sample * height + row) * width + column) * channels;
        for (let channel = 0; channel < channels; channel++)
          to[place++] = (inside ? inputs[from + channel] * factor[channel] : 0) + offset[channel];
      }
    }
  };
}

/** What a stored number is multiplied by, and what is added then, for each channel. */
function affine(scale: number, channels: number, normalisation: Normalisation | undefined) {
  const of = (value: (channel: number) => number) =>
    Float64Array.from({ length: channels }, (_, channel) => value(channel));
  if (!normalisation) return { factor: of(() => scale), offset: of(() => 0) };
  const { mean, sd } = normalisation;
  return { factor: of((c) => scale / sd[c]), offset: of((c) => -mean[c] / sd[c]) };
}
