import { formOf, type Inputs } from './dataset.js';

/** Mean and standard deviation of what a network would be given, a number for each channel, or for each number of an input. */
export interface Normalisation {
  readonly mean: readonly number[];
  /** Above 0: 1 for a channel that never changes, which has nothing to be brought to one scale. */
  readonly sd: readonly number[];
  /** The same of targets that are numbers, where these are standardised. */
  readonly targets?: Omit<Normalisation, 'targets'> | undefined;
}

/** Channels of an image; 1 of grey ones, and of what is no image. */
export function channelsOf(inputs: Pick<Inputs, 'form' | 'shape'>): number {
  return formOf(inputs) === 'image' && inputs.shape.length === 3 ? inputs.shape[2] : 1;
}

/** Fits mean and standard deviation (n, not n - 1) of each channel over all pixels of a split, after scaling. */
export function fitNormalisation(split: Inputs): Normalisation {
  const { inputs, scale } = split;
  const channels = channelsOf(split);
  const perChannel = inputs.length / channels;
  const sums = new Float64Array(channels);
  for (let k = 0; k < inputs.length; k++) sums[k % channels] += inputs[k];
  const means = sums.map((sum) => sum / perChannel);
  const squares = new Float64Array(channels);
  for (let k = 0; k < inputs.length; k++) squares[k % channels] += (inputs[k] - means[k % channels]) ** 2;
  return {
    mean: Array.from(means, (mean) => mean * scale),
    sd: Array.from(squares, (sum) => Math.abs(scale) * Math.sqrt(sum / perChannel) || 1),
  };
}
