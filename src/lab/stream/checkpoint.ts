import { z } from 'zod';
import { streamState } from '../../messages/schemas.js';
import type { State } from '../../messages/state.js';
import { readValue } from '../../schema.js';
import type { LiveState } from '../../sim/events/live/live-state.js';
import { readState, writeState } from '../state-files.js';
import type { Course } from './course.js';
import type { ImageStreamState } from './stream.js';

const count = z.int('a count').min(0, 'a count');
const schema = z.strictObject({
  /** How far the answers were counted. */
  course: z
    .strictObject({
      images: count,
      right: count,
      since: count,
      points: z.array(z.tuple([count, z.number('a share').min(0).max(1)]), 'a list of points'),
    })
    .refine(({ right, since, images }) => right <= since && since <= images, 'no more than were shown'),
  stream: z.strictObject({ shown: count, order: z.instanceof(Uint32Array), random: streamState }),
  simulator: z.looseObject({ conditions: z.looseObject({}), queue: z.unknown(), regime: z.unknown() }),
  /** Of metrics, that it stands on. */
  rows: count,
});

/** What a training on a stream goes on from: between two instants, halfway through an image's time. */
export interface StreamCheckpoint {
  readonly course: Course;
  readonly stream: ImageStreamState;
  readonly simulator: LiveState;
  readonly rows: number;
}

const format = 'relaxon stream 1';

/** Writes it, whole or not at all. @throws {InputError} when it cannot be written */
export function writeStreamCheckpoint(path: string, checkpoint: StreamCheckpoint): void {
  writeState(path, format, checkpoint as unknown as State);
}

/** @throws {InputError} on a file that is none, of another version, or damaged */
export function readStreamCheckpoint(path: string): StreamCheckpoint {
  return readValue(path, schema, readState(path, format)) as unknown as StreamCheckpoint;
}
