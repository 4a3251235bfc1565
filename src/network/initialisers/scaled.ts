import { z } from 'zod';
import type { Fan, Initialiser } from '../initialiser.js';

/**
 * An initialiser of variance `variance(fan)`: normal with that variance, or uniform in +-sqrt(3 variance).
 * Glorot and He differ in the variance only.
 */
export function scaled(type: string, variance: (fan: Fan) => number): Initialiser {
  const schema = z.strictObject({
    type: z.literal(type),
    distribution: z.enum(['uniform', 'normal']).default('uniform'),
  });
  return {
    schema,
    sampler: (options, fan, stream) => {
      const sd = Math.sqrt(variance(fan));
      if (options.distribution === 'normal') return () => sd * stream.normal();
      const limit = Math.sqrt(3) * sd;
      return () => limit * (2 * stream.uniform() - 1);
    },
  };
}
