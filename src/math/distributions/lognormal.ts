import { type Distribution, notAbove0 } from '../distribution.js';

/**
 * Lognormal with mean and standard deviation of its own (not of its logarithm, which is normal with variance
 * s^2 = log(1 + (sd / mean)^2) about log(mean) - s^2 / 2).
 */
export const lognormal: Distribution = {
  parameters: ['mean', 'sd'],
  wrong: (settings) => notAbove0(lognormal.parameters, settings),
  draw: (stream, { mean, sd }) => {
    const variance = Math.log1p((sd / mean) ** 2);
    return mean * Math.exp(Math.sqrt(variance) * stream.normal() - variance / 2);
  },
};
