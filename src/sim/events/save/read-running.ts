import { z } from 'zod';
import { count } from '../../../messages/schemas.js';
import type { Values } from '../../../network/parameters.js';
import type { Batch } from '../../simulator.js';

const values = z.strictObject({
  shape: z.array(count, 'a shape'),
  data: z.custom<Values['data']>(
    (data) => data instanceof Float64Array || data instanceof Float32Array,
    'numbers',
  ),
});
const named = z.record(z.string(), values, 'numbers by name');

/** The parts of a presentation under way; the batch is read. */
export const runningParts = z.strictObject({
  conditions: z.unknown(),
  batch: z.strictObject({
    size: count,
    inputs: named,
    targets: named,
    factors: named.optional(),
  }) as unknown as z.ZodType<Batch>,
  relaxing: z.unknown(),
  circuit: z.unknown(),
});
