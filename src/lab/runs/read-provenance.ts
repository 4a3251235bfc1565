import { z } from 'zod';
import { descriptionSchema } from '../../data/index.js';
import { readValue } from '../../schema.js';
import { readJson } from '../files.js';
import type { Provenance } from './provenance.js';

const text = z.string('a text');
const data = z.looseObject({
  name: text,
  checksum: z.string('the checksum of the data that the run began with'),
  verified: z.boolean('true or false'),
  source: text,
  inputs: z
    .looseObject({ scale: z.number('a number'), least: z.number('a number'), largest: z.number('a number') })
    .optional(),
  description: descriptionSchema.optional(),
});
const backend = z.looseObject({
  name: text,
  version: text,
  passedOver: z.array(z.looseObject({ name: text, reason: text }), 'a list of backends'),
});
const change = z.looseObject({
  at: text,
  step: z.int('a count').min(0, 'a count'),
  learningRate: z.looseObject({ from: z.number('a rate'), to: z.number('a rate') }),
});
// Runs of other versions may say more.
const schema = z.looseObject({
  started: text,
  command: z.array(text, 'a list of words'),
  seed: z.int('a whole number'),
  git: z.looseObject({ commit: text, changed: z.boolean('true or false') }).nullable(),
  versions: z.looseObject({ relaxon: text, node: text, backend: text }),
  backend: backend.nullable(),
  machine: z.looseObject({ system: text, processor: text, cores: z.int('a count').min(0, 'a count') }),
  params: z.looseObject({ file: text, sha256: text }).optional(),
  data,
  changes: z.array(change, 'a list of changes').optional(),
});

/** Where the numbers of a run came from, as it wrote it down. @throws {InputError} naming what is missing or of another kind */
export function readProvenance(path: string): Provenance {
  return readValue(path, schema, readJson(path)) as Provenance;
}
