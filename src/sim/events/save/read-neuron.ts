import { z } from 'zod';
import { count, finite, flag, future, same, streamState, timeOrNever } from '../../../messages/schemas.js';
import type { NeuronActor } from '../../../neurons/neuron-actor.js';
import type { NeuronActorState } from '../../../neurons/neuron-state.js';
import type { Relaxation } from '../../simulator.js';
import { finenessOf } from '../../speech.js';

const phases = ['sweep', 'rest', 'flow', 'sampled', 'threshold', 'trajectory'] as const;

/** What the state of an input that does not relax has to be. */
export const inputSchema = z.strictObject({ value: finite, kind: z.enum(['activity', 'moving']) });

/** What the state of a neuron of this node, in this relaxation, has to be. */
export function neuronSchema(
  { options }: NeuronActor,
  node: string,
  relaxation: Relaxation,
): z.ZodType<NeuronActorState> {
  const schema = z.strictObject({
    ...{ activity: finite, slope: finite, drive: finite, forwardActivity: finite, target: finite },
    ...{ pooled: finite, total: finite, bias: finite, biasGradient: finite, error: finite },
    ...{ answered: flag, moved: flag, news: flag },
    phase: z.enum(phases),
    course: z.strictObject({ future }),
    threshold: thresholdSchema(relaxation, node).optional(),
    cell: options.cell ? z.strictObject({ current: finite, stream: streamState }) : z.undefined(),
    flow: flowSchema(options.activation.kinks ?? [], relaxation.band ?? 0).optional(),
  });
  // What a phase goes by has to be there.
  return schema
    .refine(
      ({ phase, threshold }) => phase !== 'threshold' || threshold !== undefined,
      'a threshold to speak by',
    )
    .refine(
      ({ phase, flow }) => phase !== 'flow' || flow !== undefined,
      'a flow to go with',
    ) as unknown as z.ZodType<NeuronActorState>;
}

function thresholdSchema(relaxation: Relaxation, node: string) {
  const { quantum, relative, anneal, smallest } = finenessOf(relaxation, node);
  return z.strictObject({
    fineness: z.strictObject({
      ...{ quantum: same(quantum), relative: same(relative), anneal: same(anneal), smallest: same(smallest) },
    }),
    quantum: z.custom<number>(
      (value) => typeof value === 'number' && value >= smallest && value <= quantum,
      `a quantum from ${smallest} to ${quantum}`,
    ),
    said: finite.optional(),
    ...agenda,
    annealing: flag,
  });
}

const agenda = { planned: timeOrNever, waiting: timeOrNever };

function flowSchema(kinks: readonly number[], band: number) {
  const piece = count.max(kinks.length, `a piece up to ${kinks.length}`);
  // What is never reached may lie beyond the last.
  const target = z
    .int('a piece')
    .min(-1, 'a piece')
    .max(kinks.length + 1, 'a piece');
  const own = { slope: finite, crossed: count, held: count, target, band: same(band), piece };
  const crossings = z
    .strictObject({
      own: z.strictObject({ ...own, next: z.enum(['cross', 'release', 'correct']) }),
      futures: z.strictObject({ holding: future.nullable(), a: future, x: future }),
      plan: z.strictObject({ ...agenda, endless: z.tuple([lastOrNever, count, count]) }),
    })
    .refine(
      ({ futures, own: { piece: at } }) => futures.holding === null || at < kinks.length,
      'a kink to be held at',
    )
    .refine(
      ({ own, plan }) => plan.planned === Infinity || piece.safeParse(own.target).success,
      'a piece to cross to',
    )
    .refine(
      ({ futures, own: { next } }) => next === 'cross' || futures.holding !== null,
      'to be held where it plans to be released',
    );
  return z.strictObject({
    own: z.strictObject({ band: same(band), news: z.enum(['all', 'slope', 'nothing']), placed: flag }),
    crossings,
  });
}

const lastOrNever = z.custom<number>(
  (value) => typeof value === 'number' && (value >= 0 || value === -Infinity),
  'a time of at least 0 tau, or -Infinity',
);
