import { type Distribution, notAbove0, type Settings } from '../distribution.js';
import type { RandomStream } from '../random.js';

/** Gamma with mean and standard deviation: shape (mean / sd)^2, scale sd^2 / mean. */
export const gamma: Distribution = {
  parameters: ['mean', 'sd'],
  wrong: (settings) => notAbove0(gamma.parameters, settings) ?? tooNarrow(settings),
  draw: (stream, { mean, sd }) => (standardGamma(stream, (mean / sd) ** 2) * sd ** 2) / mean,
};

// Beyond that the draws would be rounding, and end never.
function tooNarrow({ mean, sd }: Settings): ReturnType<Distribution['wrong']> {
  if (mean / sd < 1e7) return undefined;
  return { parameter: 'sd', expected: 'at least a ten millionth of the mean' };
}

/**
 * Gamma of scale 1, by rejection: d v with v = (1 + z / sqrt(9 d))^3, d = shape - 1/3. Below shape 1, one of shape + 1
 * times u^(1 / shape). Marsaglia & Tsang, ACM Trans. Math. Softw. 26, 363 (2000).
 */
function standardGamma(stream: RandomStream, shape: number): number {
  if (shape < 1) return standardGamma(stream, shape + 1) * (1 - stream.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const z = stream.normal();
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - stream.uniform()) < z ** 2 / 2 + d * (1 - v + Math.log(v))) return d * v;
  }
}
