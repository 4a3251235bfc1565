import type { Timing } from '../timing.js';

/** Once, from where the relaxation ended: w <- w - rate G. */
export const equilibrium: Timing = { name: 'equilibrium', whileRelaxing: false };
