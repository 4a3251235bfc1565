import type { Placement } from './augment/augmentation.js';
import { type Inputs, inputSize } from './dataset.js';
import type { WriteInput } from './fill.js';
import { channelsOf, type Normalisation } from './normalisation.js';

/**
 * Writes inputs normalised, with their pixels placed anew: (scaled number - mean) / sd of its channel or its own, and what a placement
 * takes from outside is a pixel of 0 before that.
 */
export function imageWriter(
  split: Inputs,
  normalisation?: Normalisation,
  placement?: (sample: number) => Placement,
): WriteInput {
  const kinds = normalisation?.mean.length ?? channelsOf(split);
  const { factor, offset } = affine(split.scale, kinds, normalisation);
  if (placement) return placing(split, placement, factor, offset);
  const size = inputSize(split);
  return (to, at, sample) => {
    for (let i = 0; i < size; i++) {
      const kind = i % kinds;
      to[at + i] = split.inputs[sample * size + i] * factor[kind] + offset[kind];
    }
  };
}

function placing(
  split: Inputs,
  placement: (sample: number) => Placement,
  factor: Float64Array,
  offset: Float64Array,
): WriteInput {
  const { inputs } = split;
  const [height, width] = split.shape;
  const channels = channelsOf(split);
  return (to, at, sample) => {
    const { rows, columns } = placement(sample);
    let place = at;
    for (const row of rows) {
      for (const column of columns) {
        const inside = row >= 0 && row < height && column >= 0 && column < width;
        const from = ((sample * height + row) * width + column) * channels;
        for (let channel = 0; channel < channels; channel++) {
          // Channels run fastest: this counts them, or the places of a whole input.
          const kind = (place - at) % factor.length;
          to[place++] = (inside ? inputs[from + channel] * factor[kind] : 0) + offset[kind];
        }
      }
    }
  };
}

/** What a stored number is multiplied by, and what is added then, for each kind of number. */
function affine(scale: number, kinds: number, normalisation: Normalisation | undefined) {
  const of = (value: (kind: number) => number) =>
    Float64Array.from({ length: kinds }, (_, kind) => value(kind));
  if (!normalisation) return { factor: of(() => scale), offset: of(() => 0) };
  const { mean, sd } = normalisation;
  return { factor: of((c) => scale / sd[c]), offset: of((c) => -mean[c] / sd[c]) };
}
