import { z } from 'zod';
import type { StreamState } from '../math/random.js';
import type { Trajectory } from '../math/trajectory.js';

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

/** A time, or never: Infinity. */
export const timeOrNever = z.custom<number>(
  (value) => typeof value === 'number' && value >= 0,
  'a time of at least 0 tau, or Infinity',
);

/** So many numbers from `least` up to `most`. */
export const between = (length: number, least: number, most: number, what: string) =>
  z.custom<Float64Array>(
    (value) =>
      value instanceof Float64Array &&
      value.length === length &&
      value.every((one) => one >= least && one <= most),
    `${length} ${what}`,
  );

/** So many times, or never: Infinity. */
export const timesOf = (length: number) =>
  between(length, 0, Infinity, 'times of at least 0 tau, or Infinity');

/** So many finite numbers. */
export const numbersOf = (length: number) =>
  z.custom<Float64Array>(
    (value) => value instanceof Float64Array && value.length === length && value.every(Number.isFinite),
    `${length} finite numbers`,
  );

/** So many counts, none above `most`. */
export const countsOf = (length: number, most = Infinity) =>
  z.custom<Uint32Array>(
    (value) => value instanceof Uint32Array && value.length === length && value.every((one) => one <= most),
    `${length} counts${most < Infinity ? ` up to ${most}` : ''}`,
  );

/** So many of 0 or 1. */
export const flagsOf = (length: number) =>
  z.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.length === length && value.every((one) => one <= 1),
    `${length} flags, 0 or 1`,
  );

/** So many futures, where any came. */
export const futuresOf = (length: number) =>
  z.array(future.optional(), 'a list of futures').length(length, `${length} futures`);

/** A number as it has to be here. */
export const same = (wanted: number) =>
  z.custom<number>((value) => value === wanted, `${wanted}, as the simulation was set up`);
