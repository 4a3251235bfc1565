import { z } from 'zod';
import { dataOptionsSchema } from './options.js';

const count = z.int('a count').min(0, 'a count');
const names = z.array(z.string('a name'), 'a list of names').readonly();

/** What data of one's own were found to be: enough to read others in the same way, and to say what answers mean. */
export const descriptionSchema = z.strictObject({
  /** Where they were, absolute. */
  data: z.string('a path'),
  format: z.string('the name of a format'),
  /** Of all that was read, unpacked. */
  sha256: z.string('a checksum'),
  options: dataOptionsSchema,
  /** Names of the numbers of an input, and of a target; none where they have none. */
  inputs: names,
  targets: names,
  shape: z.array(count, 'a list of sizes').min(1, 'a list of sizes').readonly(),
  form: z.enum(['image', 'sequence', 'vector']).optional(),
  task: z.enum(['classes', 'regression'], 'classes or regression'),
  /** By their labels, where targets are classes. */
  classes: names.optional(),
  targetSize: count,
  samples: z.strictObject({ train: count, test: count }),
  /** How samples to be judged by were found. */
  split: z.string('a text'),
  /** What else there is to say of how they were read. */
  notes: names,
});

/** What data of one's own were found to be. */
export type DataDescription = z.infer<typeof descriptionSchema>;
