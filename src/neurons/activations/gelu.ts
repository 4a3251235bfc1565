import type { Arithmetic } from '../../math/arithmetic.js';
import type { Activation } from '../activation.js';

const c = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

/** tanh(c (a + 0.044715 a^3)) */
const bent = <T>(m: Arithmetic<T>, a: T): T =>
  m.tanh(m.mul(m.affine(a, c, 0), m.affine(m.mul(a, a), cubic, 1)));

/**
 * f(a) = a / 2 (1 + tanh(sqrt(2 / pi) (a + 0.044715 a^3))): PyTorch's GELU with approximate='tanh' (Hendrycks and Gimpel
 * 2016, arXiv 1606.08415); its default, by the error function, differs by up to 5e-4. No kink.
 */
export const gelu: Activation = {
  rate: (m, a) => m.mul(m.affine(a, 0.5, 0), m.affine(bent(m, a), 1, 1)),
  slope: (m, a) => {
    const t = bent(m, a);
    const inner = m.affine(m.mul(a, a), 3 * cubic * c, c);
    return m.add(m.affine(t, 0.5, 0.5), m.mul(m.affine(a, 0.5, 0), m.mul(m.tanhSlope(t), inner)));
  },
  steepest: 1.12899307,
};
