import { z } from 'zod';
import { refuse } from '../../../errors.js';
import type { QueueState } from '../../../messages/queue-state.js';
import { count, finite, flag, flagsOf, numbersOf } from '../../../messages/schemas.js';
import type { TaskOwner } from '../../../messages/task.js';
import type { Network } from '../../../network/network.js';
import { checkParameters, checkValues } from '../../../network/parameters.js';
import type { Population } from '../../../neurons/phases/population.js';
import { adapts } from '../../../rules/names.js';
import { readValue } from '../../../schema.js';
import type { GrainName } from '../../../synapses/grains.js';
import type { PhasedCircuit } from '../phases/circuit.js';
import { type Extent, placeAfter, stepAt, wayOf } from '../phases/place.js';
import type { Player } from '../phases/player.js';
import type { Stage } from '../phases/presentation.js';
import type { RelaxingState } from '../phases/relaxing.js';
import { tracedIn } from '../phases/script.js';
import type { ProtocolState } from '../present/protocol.js';
import { linesSchema, mediumSchema, portsSchema, queueSchema, synapsesSchema } from './phases-schemas.js';
import type { PhasedCircuitState } from './phases-state.js';

const values = z.strictObject({
  shape: z.array(count, 'a shape'),
  data: z.custom<Float64Array>((data) => data instanceof Float64Array, 'numbers'),
});

/**
 * Reads what a presentation is saved as, beside neurons and synapses.
 * @param played who goes on with it: passes over what had been played
 * @throws {InputError} naming what is not as in a presentation of one sample under this rule
 */
export function readPhasedRelaxing(
  where: string,
  circuit: PhasedCircuit,
  network: Network,
  played: Player,
  value: unknown,
): RelaxingState {
  const { rule, layout } = circuit;
  const stretches = played.extent.all - 1;
  const place = z.strictObject({ over: count.max(stretches, `at most ${stretches}`), begun: flag });
  played.pass(readValue(where, z.looseObject({ place }), value).place);
  const phases = played.inTime.map(({ schema }) => schema) as unknown as [z.ZodType];
  const names = rule.phases.map(({ name }) => name);
  const end = z.strictObject({
    name: z.string('the name of a phase'),
    energy: finite.optional(),
    velocity: finite.optional(),
    kinks: z.strictObject({ crossed: count, held: count }).optional(),
  });
  const schema = z.strictObject({
    place,
    inTime: z.tuple(phases, `${phases.length} phases in continuous time`),
    answers: z.record(z.string(), values, 'answers by node'),
    ends: z.array(end, 'how phases ended'),
    before: adapts(rule)
      ? z.record(z.string(), values, 'parameters')
      : z.undefined('none: they do not move').optional(),
  });
  const state = readValue(where, schema, value) as unknown as RelaxingState;
  const ended = state.ends.map(({ name }) => name);
  if (ended.some((name, i) => name !== names[i]))
    refuse({
      where: `${where}.ends`,
      got: ended.join(', '),
      expected: `phases in order: ${names.join(', ')}`,
    });
  const done = ended.includes(rule.answer.phase);
  const expected = done ? layout.nodes : [];
  if (Object.keys(state.answers).length !== expected.length)
    refuse({
      where: `${where}.answers`,
      got: `${Object.keys(state.answers).length}`,
      expected: `${expected.length}, one for each node once phase ${rule.answer.phase} is over`,
    });
  for (const { name, size } of expected)
    checkValues(`${where}.answers.${name}`, state.answers[name], [1, size]);
  if (state.before) checkParameters(network, state.before, `${where}.before`);
  return state;
}

/** @throws {InputError} unless the clock and what waits are those of that place */
export function checkPlace(
  where: string,
  { circuit, inTime }: Pick<Stage, 'circuit' | 'inTime'>,
  extent: Extent,
  { over, begun }: ProtocolState,
  { clock, tasks }: QueueState,
): void {
  const place = placeAfter(extent, over);
  const { act = 0, stretch = 0 } = place ?? {};
  const one = circuit.script[act];
  const steps = place !== undefined && wayOf(one, inTime !== undefined) === 'steps';
  const period = steps && (stretch > 0 || begun) ? (one.phase.stepSize ?? 1) : undefined;
  if (clock?.period !== period)
    refuse({
      where: `${where}.clock`,
      got: `steps of ${clock?.period ?? 'none'}`,
      expected: `${period ?? 'none'}, at stretch ${over} of the script`,
    });
  const step = steps && begun ? stepAt(one, place) : undefined;
  const expected = step === undefined ? undefined : `${act},${step}`;
  const waiting = tasks.filter(({ owner }) => owner === 'conductor').map(({ what }) => String(what));
  if (waiting.length <= 1 && waiting[0] === expected) return;
  refuse({
    where: `${where}.tasks`,
    got: waiting.join(' and ') || 'no step',
    expected: expected ?? `no step, at stretch ${over} of the script`,
  });
}

/**
 * Reads what neurons and synapses are saved as: all of it is there, of its kind, size and range, and time is where the script
 * is.
 * @throws {InputError} naming what is not; nothing has been put by then
 */
export function readPhases(
  where: string,
  circuit: PhasedCircuit,
  grain: GrainName,
  owners: readonly TaskOwner[],
  value: unknown,
): PhasedCircuitState {
  const { members, used, projections, rule, states } = circuit;
  const traces = tracedIn(rule).map((_, k) => String(k));
  const populations = members.map(({ population }) => [
    population.name,
    populationSchema(population, states.length),
  ]);
  const parameters = [...used].map(
    ([
      name,
      {
        values: { length },
      },
    ]) => {
      const numbers = numbersOf(length);
      return [
        name,
        z.strictObject({
          ...{ values: numbers, gradient: numbers.optional(), moved: numbers.optional() },
          lowpassed: z
            .strictObject(Object.fromEntries(traces.map((one) => [one, numbers.optional()])))
            .optional(),
        }),
      ];
    },
  );
  const ways = z.strictObject({ up: count, down: count, teaching: count });
  const heard = z.tuple(
    projections.map((one, p) =>
      synapsesSchema(one, circuit.lines[p]?.spread || circuit.lines[p]?.bySynapse ? 'synapse' : grain),
    ) as unknown as [z.ZodType],
    'a list of synapses',
  );
  const schema = z.strictObject({
    queue: queueSchema(circuit, owners),
    cost: z.strictObject({ messages: ways, operations: ways, courses: count }),
    populations: z.strictObject(Object.fromEntries(populations)),
    weights: z.strictObject(Object.fromEntries(parameters)),
    lines: linesSchema(circuit),
    ...(circuit.ports.some((one) => one) && { ports: portsSchema(circuit) }),
    medium: mediumSchema(circuit),
    synapses: adapts(rule) ? heard : z.undefined('nothing: weights stay as they are').optional(),
  });
  return readValue(where, schema, value) as unknown as PhasedCircuitState;
}

function populationSchema({ size, inlets, voices, slopes }: Population, states: number) {
  const numbers = numbersOf(size);
  const places = slopes && numbersOf(slopes.ports.places);
  const columns = (length: number, of: z.ZodType) => z.array(of, `${length} columns`).length(length);
  const byPath = <T>(all: Readonly<Record<string, T>>, of: (one: T, path: string) => z.ZodType) =>
    z.strictObject(Object.fromEntries(Object.entries(all).map(([path, one]) => [path, of(one, path)])));
  return z.strictObject({
    states: columns(states, numbers),
    inlets: byPath(inlets, ({ length }, path) =>
      columns(
        length,
        z.strictObject({
          ...{ sums: numbers, stale: flag, news: flag },
          ...(places && path === 'up' && { brought: places }),
        }),
      ),
    ),
    ...(places && { slopes: columns(states, places) }),
    voices: byPath(voices, ({ keys: { length } }) =>
      z.strictObject({ said: columns(length, numbers), spoken: columns(length, flagsOf(size)) }),
    ),
    arrivals: z.strictObject({ missing: numbers, gone: count.max(size, `at most ${size}`) }),
  });
}
