import { z } from 'zod';
import {
  count,
  countsOf,
  flagsOf,
  future,
  futuresOf,
  numbersOf,
  streamState,
} from '../../../messages/schemas.js';
import type { BlockState } from '../../../synapses/block-state.js';
import type { BlockOfSynapses } from '../build/connections.js';

/** What the state of a block of synapses has to be, of the same block as this one. */
export function blockSchema({ block: { posts, pres }, synapses }: BlockOfSynapses): z.ZodType<BlockState> {
  const size = posts * pres;
  // The present state says what there is: neurons below that relax, wires.
  const { heard } = synapses.state();
  return z.strictObject({
    weights: numbersOf(size),
    feedback: numbersOf(size).optional(),
    gradients: numbersOf(size),
    heard:
      heard.kind === 'alike' ? alike(posts, pres, heard.descent !== undefined) : apart(posts, pres, heard),
  }) as unknown as z.ZodType<BlockState>;
}

const alike = (posts: number, pres: number, below: boolean) =>
  z.strictObject({
    kind: z.literal('alike', 'synapses that hear the same'),
    stored: numbersOf(pres),
    moving: numbersOf(pres).optional(),
    courses: futuresOf(pres).optional(),
    count: count.max(pres, `at most ${pres}`),
    descent: below
      ? z.strictObject({ said: numbersOf(posts), futures: futuresOf(posts) })
      : z.undefined('nothing: inputs hear no feedback'),
  });

function apart(posts: number, pres: number, { apical, wires }: BlockState['heard'] & { kind: 'apart' }) {
  const size = posts * pres;
  const numbers = z.strictObject({ up: countsOf(size), down: countsOf(size) });
  return z.strictObject({
    kind: z.literal('apart', 'synapses with a delay or wire each'),
    stored: numbersOf(size),
    moving: numbersOf(size).optional(),
    basal: z.strictObject({
      values: numbersOf(size),
      heard: countsOf(posts),
      courses: futuresOf(size).optional(),
    }),
    apical: apical ? apicalSchema(posts, pres, apical.awaited !== undefined) : z.undefined(),
    wires: wires ? z.strictObject({ sent: numbers, heard: numbers, stream: streamState }) : z.undefined(),
  });
}

function apicalSchema(posts: number, pres: number, awaits: boolean) {
  const futures = z
    .strictObject({
      boxes: countsOf(posts * pres),
      heard: flagsOf(posts),
      futures: z.array(future, 'a list of futures'),
    })
    .refine(({ boxes, futures: { length } }) => boxes.every((one) => one <= length), {
      message: 'boxes with the numbers of its futures',
    });
  return z.strictObject({
    values: numbersOf(posts * pres),
    awaited: awaits ? countsOf(pres, posts) : z.undefined(),
    futures: futures.optional(),
  });
}
