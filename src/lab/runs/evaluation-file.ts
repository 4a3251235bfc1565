import { z } from 'zod';
import { readValue } from '../../schema.js';
import { readJson } from '../files.js';
import { runFiles } from './files.js';

const number = z.number('a number');
const scores = z.looseObject({ loss: number, accuracy: number.optional() });
const schema = scores.extend({ best: scores.optional(), average: scores.optional() });

/** How a finished run did on the test samples, as it wrote it down. */
export type WrittenEvaluation = z.infer<typeof schema>;

/** @throws {InputError} when a run directory has no evaluation that can be read */
export function readEvaluation(directory: string): WrittenEvaluation {
  const { evaluation } = runFiles(directory);
  return readValue(evaluation, schema, readJson(evaluation));
}
