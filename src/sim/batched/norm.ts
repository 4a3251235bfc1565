import type { Device } from './device.js';
import type { ByName } from './projections.js';

/** Keeps a gradient of nothing from being divided by nothing. */
const epsilon = 1e-6;

/**
 * Gradients times min(1, most / (norm + 1e-6)), norm being the length of all of them as one vector: as clip_grad_norm_ of
 * PyTorch. The norm stays on the device.
 */
export function clippedByNorm<T>(m: Device<T>, gradients: Readonly<ByName<T>>, most: number): ByName<T> {
  const entries = Object.entries(gradients);
  if (entries.length === 0) return gradients;
  const squares = entries.map(([, slope]) => m.sumColumns(inARow(m, m.mul(slope, slope))));
  const norm = m.affine(m.sqrt(m.sum(squares)), 1, epsilon);
  const factor = m.clip(m.div(m.affine(m.ones(norm), most, 0), norm), 0, 1);
  return Object.fromEntries(entries.map(([name, slope]) => [name, times(m, slope, factor)]));
}

const inARow = <T>(m: Device<T>, a: T): T =>
  m.reshape(
    a,
    m.shape(a).reduce((product, n) => product * n, 1),
  );

/** @param factor [1, 1]: biases, which have one axis, are made rows for it, and have one axis again */
function times<T>(m: Device<T>, a: T, factor: T): T {
  return m.shape(a).length === 1 ? m.sumRows(m.mul(inARow(m, a), factor)) : m.mul(a, factor);
}
