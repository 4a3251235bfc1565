import { z } from 'zod';
import { readValue } from '../../schema.js';
import { readJson } from '../files.js';
import { runFiles } from './files.js';

const count = z.int('a count').min(0, 'a count');
const schema = z.looseObject({
  state: z.enum(['running', 'finished', 'interrupted', 'diverged', 'failed']),
  step: count,
  epochs: count,
  /** It was stopped by its validation samples. */
  stoppedEarly: z.boolean('true or false').optional(),
});

/** What a run last said of itself; one that was killed still says that it is running. */
export type Status = z.infer<typeof schema>;

/** @throws {InputError} when a run directory has no status that can be read */
export function readStatus(directory: string): Status {
  const { status } = runFiles(directory);
  return readValue(status, schema, readJson(status));
}
