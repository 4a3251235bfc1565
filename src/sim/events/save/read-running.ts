import { z } from 'zod';
import { refuse } from '../../../errors.js';
import { count, finite, flag, numbersOf, time } from '../../../messages/schemas.js';
import type { Layout } from '../../../network/layout.js';
import { checkParameters, checkValues, type Values } from '../../../network/parameters.js';
import type { NeuronActor } from '../../../neurons/neuron-actor.js';
import { readValue } from '../../../schema.js';
import type { RelaxationRule } from '../../rule.js';
import type { Activities, Batch, Relaxation } from '../../simulator.js';
import type { RelaxingState } from '../present/relaxing.js';
import type { Stage } from '../present/trial.js';
import type { CircuitState, NodeState } from './circuit-state.js';
import { blockSchema } from './read-block.js';
import { inputSchema, neuronSchema } from './read-neuron.js';

const values = z.strictObject({
  shape: z.array(count, 'a shape'),
  data: z.custom<Values['data']>(
    (data) => data instanceof Float64Array || data instanceof Float32Array,
    'numbers',
  ),
});
const named = z.record(z.string(), values, 'numbers by name');

/** The parts of a presentation under way; the batch is read. */
export const runningParts = z.strictObject({
  conditions: z.unknown(),
  batch: z.strictObject({
    size: count,
    inputs: named,
    targets: named,
    factors: named.optional(),
  }) as unknown as z.ZodType<Batch>,
  relaxing: z.unknown(),
  circuit: z.unknown(),
});

const relaxingSchema = z.strictObject({
  trial: z.strictObject({ score: z.strictObject({ over: count, begun: flag }), loss: finite }),
  forward: named,
  activity: named,
  before: named.optional(),
});

/**
 * Reads what a relaxation is saved as, beside the actors.
 * @throws {InputError} naming what is not as in a relaxation of one sample of this network
 */
export function readRelaxing(
  where: string,
  { network, layout }: Stage,
  { inputsRelax, plasticity }: RelaxationRule,
  value: unknown,
): RelaxingState {
  const state = readValue(where, relaxingSchema, value) as unknown as RelaxingState;
  checkActivities(`${where}.forward`, layout.nodes, state.forward);
  const moving = [...(inputsRelax ? layout.inputs : []), ...layout.nodes];
  checkActivities(`${where}.activity`, moving, state.activity);
  const moves = plasticity.timing.whileRelaxing;
  if (moves !== (state.before !== undefined)) {
    const [got, expected] = moves ? ['none', 'parameters'] : ['parameters', 'none: they do not move'];
    refuse({ where: `${where}.before`, got, expected });
  }
  if (state.before) checkParameters(network, state.before, `${where}.before`);
  return state;
}

function checkActivities(
  where: string,
  nodes: readonly (Layout['nodes'][number] | Layout['inputs'][number])[],
  found: Activities,
): void {
  const stranger = Object.keys(found).find((name) => !nodes.some((node) => node.name === name));
  if (stranger !== undefined)
    refuse({ where, got: JSON.stringify(stranger), expected: nodes.map(({ name }) => name).join(', ') });
  for (const { name, size } of nodes) {
    const one = Object.hasOwn(found, name) ? found[name] : undefined;
    checkValues(`${where}.${name}`, one, [1, size]);
    if (!(one?.data instanceof Float64Array))
      refuse({ where: `${where}.${name}`, got: 'F32', expected: 'F64' });
  }
}

const ways = z.strictObject({ up: count, down: count, teaching: count });
const traffic = z.strictObject({ relaxing: flag, courses: count, messages: ways, operations: ways });

/**
 * Reads what the actors of a circuit are saved as: all of it is there, of its kind, size and range.
 * @throws {InputError} naming what is not; nothing has been put by then
 */
export function readCircuit(
  where: string,
  stage: Stage,
  relaxation: Relaxation,
  value: unknown,
): CircuitState {
  const { inputs, populations, neurons, pools } = stage.circuit;
  const listOf = (schema: z.ZodType, { length }: { readonly length: number }) =>
    z.array(schema, `a list of ${length}`).length(length, `a list of ${length}`);
  const cells = (name: string, actors: readonly NeuronActor[]) =>
    listOf(neuronSchema(actors[0], name, relaxation), actors);
  const inputEntries = Object.entries(inputs).map(([name, actors]) => [
    name,
    name in neurons ? cells(name, actors as readonly NeuronActor[]) : listOf(inputSchema, actors),
  ]);
  const nodeEntries = Object.entries(populations).map(([name, { neurons: members, blocks }]) => {
    const all = z.tuple(blocks.map(blockSchema) as unknown as [z.ZodType<NodeState['blocks'][number]>]);
    return [name, z.strictObject({ neurons: cells(name, members), blocks: all })];
  });
  const schema = z.strictObject({
    queue: queueSchema(relaxation),
    start: time,
    traffic,
    inputs: z.strictObject(Object.fromEntries(inputEntries)),
    nodes: z.strictObject(Object.fromEntries(nodeEntries)),
    pools: z.tuple(
      pools.map((pool) => poolSchema(pool.state().activities.length)) as unknown as [z.ZodType],
      'a list of pools',
    ),
  });
  return readValue(where, schema, value) as unknown as CircuitState;
}

const poolSchema = (members: number) =>
  z.strictObject({ activities: numbersOf(members), heard: count.max(members, `at most ${members}`) });

function queueSchema({ steps, stepSize }: Relaxation) {
  const step = z.int('a step').min(1, 'a step').max(Math.max(1, steps), `a step up to ${steps}`);
  const period = z.custom<number>((one) => one === stepSize, `${stepSize}, the step size`);
  const task = z
    .strictObject({
      time,
      level: count.max(2, 'a level up to 2'),
      owner: z.string('an owner'),
      what: z.unknown(),
    })
    .refine(
      ({ owner, what }) => owner !== 'conductor' || step.safeParse(what).success,
      `a step up to ${steps}`,
    );
  return z
    .strictObject({
      time,
      clock: z.strictObject({ origin: time, period }).optional(),
      tasks: z.array(task, 'a list of tasks'),
    })
    .refine(({ time: now, clock }) => clock === undefined || clock.origin <= now, 'a clock that has begun')
    .refine(({ time: now, tasks }) => tasks.every((one) => one.time >= now), 'tasks of times to come');
}
