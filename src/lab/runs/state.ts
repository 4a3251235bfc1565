import { z } from 'zod';
import { refuse } from '../../errors.js';
import { streamState } from '../../messages/schemas.js';
import { nameIn, readValue } from '../../schema.js';
import { optimisers } from '../../synapses/optimisers.js';
import { parseJson } from '../files.js';
import { averages } from '../training/averages.js';
import type { TrainerState } from '../training/trainer-state.js';

const count = z.int('a count').min(0, 'a count');
const number = z.number('a number');
const tally = z
  .strictObject({ loss: number, correct: count, samples: count })
  .refine(({ correct, samples }) => correct <= samples, 'no more that are right than there are');
const ways = z.strictObject({ up: count, down: count, teaching: count });
const energy = z.strictObject({ messages: ways, operations: ways, presentations: count });
const schema = z.strictObject({
  step: count,
  shuffler: z.strictObject({
    stream: streamState,
    epoch: count,
    dealt: count,
  }),
  optimiser: z.strictObject({
    name: nameIn(optimisers),
    learningRate: number,
    settings: z.record(z.string(), z.union([number, z.boolean(), z.string()])).optional(),
    clip: number.optional(),
    clipNorm: number.optional(),
    updates: count.optional(),
    schedule: z.string().optional(),
  }),
  epochTally: tally,
  intervalTally: tally,
  epochEnergy: energy.optional(),
  best: z.strictObject({ epoch: count, value: number }).optional(),
  average: z.strictObject({ name: nameIn(averages), taken: count }).optional(),
});

/** Reads the state of a trainer as a checkpoint keeps it. @throws {InputError} when it is not one */
export function readState(text: string | undefined, file: string): TrainerState {
  if (text === undefined) {
    refuse({ where: file, got: 'no training state', expected: 'a checkpoint that train wrote' });
  }
  const where = `${file}: training state`;
  return readValue(where, schema, parseJson(text, where));
}

/** Reads how many rows of metrics a checkpoint stands on. @throws {InputError} when it does not say */
export function readRows(text: string | undefined, file: string): number {
  if (text === undefined) {
    refuse({ where: file, got: 'no count of rows', expected: 'a checkpoint that train wrote' });
  }
  const where = `${file}: rows`;
  return readValue(where, count, parseJson(text, where));
}
