import { z } from 'zod';
import type { StreamState } from '../../math/random.js';
import type { Trajectory } from '../../neurons/trajectory.js';

/** What numbers in logs and saved states can be. Those of the engine are finite; times are in tau. */
export const finite = z.number('a finite number');
export const time = finite.min(0, 'a time of at least 0 tau');
export const count = z.int('a count').min(0, 'a count');
export const flag = z.boolean('true or false');

/** A future as it may be told at a time: from then on, or from before. */
export const future: z.ZodType<Trajectory> = z.strictObject({
  origin: time,
  constant: finite,
  terms: z.array(finite, 'a list of terms'),
});

const share = finite.min(0, 'a number from 0 up to 1').lt(1, 'a number from 0 up to 1');
/** Above what its carry can be, the generator of random numbers would leave [0, 1). */
const carry = z.int('a carry').min(0, 'a carry').max(2_091_639, 'a carry');

/** Where a random stream stands. */
export const streamState: z.ZodType<StreamState> = z.strictObject({
  c: carry,
  s0: share,
  s1: share,
  s2: share,
});
