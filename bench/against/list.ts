import { z } from 'zod';
import type { Contestant } from '../alternate.js';
import type { Child } from '../children/child.js';

/** Work whose time in two checkouts is compared. */
export interface Compared {
  readonly name: string;
  /** A worker of the benchmark, and its arguments; both checkouts have to have it. */
  readonly script: string;
  readonly args: readonly (string | number)[];
  /** What is timed in it. */
  contestant(child: Child): Contestant;
}

const run = (what: string) => (child: Child) => child.contestant(what);

const secondsSchema = z.object({ seconds: z.number() });

/** Of a worker that does its work once for each request. */
const asked = (child: Child): Contestant => ({
  run: async (repeats) => {
    let total = 0;
    for (let i = 0; i < repeats; i++) total += (await child.ask({}, secondsSchema)).seconds;
    return total;
  },
});

const relaxation = (grain: string, how: string, size: string): Compared => ({
  name: `events.relaxation.${how}.${grain}.${size}`,
  script: 'events/relaxation-worker.ts',
  args: [grain, how, size, how === 'sampled' && size !== 'paper' ? 20 : 100],
  contestant: run(size),
});

const delayed = (whose: string, how: string, size: string): Compared => ({
  name: `events.delayed.${whose}_${how}.${size}`,
  script: 'events/delayed-worker.ts',
  args: [whose, how, size],
  contestant: asked,
});

const grains = ['synapse', 'arbor'] as const;

/** Everything that is compared. A new one: one line here. */
export const compared: readonly Compared[] = [
  ...(['ar', 'bp'] as const).map((rule) => ({
    name: `batched.minibatch.${rule}`,
    script: 'batched/minibatch-worker.ts',
    args: [],
    contestant: run(rule),
  })),
  ...grains.map((grain) => relaxation(grain, 'trajectory', 'paper')),
  ...grains.map((grain) => relaxation(grain, 'sampled', 'paper')),
  ...grains.map((grain) => relaxation(grain, 'sampled', '1e4')),
  ...grains.map((grain) => ({
    name: `events.training.${grain}`,
    script: 'events/training-worker.ts',
    args: [grain],
    contestant: run('train'),
  })),
  delayed('one', 'sampled', '1e5'),
  delayed('own', 'sampled', '1e5'),
  delayed('own', 'threshold', '1e5'),
];
