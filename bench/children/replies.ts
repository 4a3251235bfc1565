import { z } from 'zod';

/** What a child says first: it is ready; and what it found out while it became so. */
export const readySchema = z.object({ ready: z.record(z.string(), z.unknown()) });

/** What a child says when something went wrong. */
export const errorSchema = z.object({ error: z.string() });

/** What a child says to a request to run a contestant. */
export const secondsSchema = z.object({ seconds: z.number().nonnegative() });

/** A request to run a contestant so many times. */
export const runSchema = z.object({ run: z.string(), repeats: z.int().positive() });

/** A request to have contestants take turns: how many repeats each has in a turn, and how many turns. */
export const turnsSchema = z.object({
  turns: z.record(z.string(), z.int().positive()),
  rounds: z.int().positive(),
});

/** What a child says to it: per contestant the seconds of each turn. */
export const turnSecondsSchema = z.object({
  seconds: z.record(z.string(), z.array(z.number().nonnegative())),
});
