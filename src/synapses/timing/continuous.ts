import type { Timing } from '../timing.js';

/**
 * All the time: dw/dt = -rate G(x), rate per tau; with Euler steps of size h both move from the same state,
 * w(k+1) = w(k) - h rate G(x(k)), x(k+1) = x(k) + h (drive(x(k), w(k)) - x(k)). Proposed in arXiv 2010.06219, whose
 * code does not do it.
 */
export const continuous: Timing = { name: 'continuous', whileRelaxing: true };
