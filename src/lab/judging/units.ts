import type { Normalisation } from '../../data/index.js';

/** Output `k` in the units of the data: as it is, unless the network has learned targets that were scaled. */
export function inUnits(normalisation: Normalisation | undefined): (output: number, k: number) => number {
  const scaling = normalisation?.targets;
  if (!scaling) return (output) => output;
  const { mean, sd } = scaling;
  return (output, k) => output * sd[k % sd.length] + mean[k % mean.length];
}
