import { scaled } from './scaled.js';

/** Variance 2 / (fan in + fan out) (Glorot and Bengio 2010). */
export const glorot = scaled('glorot', (fan) => 2 / (fan.in + fan.out));
