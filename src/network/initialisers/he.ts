import { scaled } from './scaled.js';

/** Variance 2 / fan in, for relu (He et al. 2015). */
export const he = scaled('he', (fan) => 2 / fan.in);
