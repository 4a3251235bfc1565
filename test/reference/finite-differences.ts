import { loss } from './losses.js';
import type { Batch, Description, Gradient, ParameterSet } from './types.js';

/**
 * Central differences, one parameter at a time:
 * dL/dp = (L(p + h) - L(p - h)) / 2h with h = relativeStep * max(1, |p|).
 * The default step, near the cube root of the rounding unit, balances truncation against rounding.
 */
export function finiteDifferences(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  relativeStep = 6e-6,
): Gradient {
  const gradient: Gradient = {};
  for (const [name, { shape, data }] of Object.entries(params)) {
    const lossAt = (index: number, value: number): number => {
      const moved = Array.from(data);
      moved[index] = value;
      return loss(network, { ...params, [name]: { shape, data: moved } }, batch);
    };
    gradient[name] = Array.from(data).map((p, index) => {
      const above = p + relativeStep * Math.max(1, Math.abs(p));
      const below = p - relativeStep * Math.max(1, Math.abs(p));
      return (lossAt(index, above) - lossAt(index, below)) / (above - below);
    });
  }
  return gradient;
}
