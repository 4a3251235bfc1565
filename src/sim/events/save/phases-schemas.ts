import { z } from 'zod';
import { count, countsOf, finite, flagsOf, numbersOf, streamState, time } from '../../../messages/schemas.js';
import type { TaskOwner } from '../../../messages/task.js';
import { numberOfSteps } from '../../../rules/names.js';
import type { GrainName } from '../../../synapses/grains.js';
import type { Projection } from '../../../synapses/phases/projection.js';
import type { PhasedCircuit } from '../phases/circuit.js';
import { isSweep } from '../phases/place.js';

/** What synapses are saved as, where weights move. */
export function synapsesSchema(projection: Projection, grain: GrainName): z.ZodType {
  const { from, to, path, carries, late, weights, pattern } = projection;
  const keys = from.voices[path].keys.length;
  if (grain === 'arbor') {
    const flags = flagsOf(keys);
    const arbor = { kind: z.literal('arbor', 'arbors'), spoken: flags, outdated: flags };
    if (!late) return z.strictObject(arbor);
    const all = z.union([numbersOf(0), numbersOf(weights.values.length)], 'weights, or none');
    return z
      .strictObject({ ...arbor, former: z.array(all, 'a list of weights').length(keys) })
      .refine(
        ({ outdated, former }) => former.every(({ length }, key) => outdated[key] === Number(length > 0)),
        'weights of what is outdated',
      );
  }
  const brought = z
    .array(numbersOf(pattern ? pattern.count : from.size * to.size), `${keys} columns`)
    .length(carries ? keys : 0);
  return z.strictObject({ kind: z.literal('synapse', 'single synapses'), brought });
}

/** What was said at ports, by projection. */
export function portsSchema({ ports }: PhasedCircuit) {
  const all = ports.map((one) => {
    if (!one) return z.null('nothing: it begins at no ports');
    const { keys, said } = one;
    return z.array(numbersOf(said[0]?.length ?? 0), `${keys.length} columns`).length(keys.length);
  });
  return z.tuple(all as unknown as [z.ZodType], 'a list of what was said at ports');
}

/** What has come through, by projection. */
export function linesSchema({ lines, projections }: PhasedCircuit) {
  const all = lines.map((line, p) => {
    if (!line) return z.null('nothing: messages arrive at once');
    const { keys, said } = line;
    const places = said[0]?.length ?? 0;
    const columns = (of: z.ZodType) => z.array(of, `${keys.length} columns`).length(keys.length);
    const numbered = projections[p].rough
      ? { heard: columns(countsOf(places)), count }
      : { heard: z.undefined().optional(), count: z.undefined().optional() };
    return z.strictObject({ said: columns(numbersOf(places)), ...numbered });
  });
  return z.tuple(all as unknown as [z.ZodType], 'a list of lines');
}

/** Random streams of wires and cells. */
export function mediumSchema({ medium }: PhasedCircuit) {
  const { wires, cells } = medium.state();
  const cell = z.strictObject({ current: finite, stream: streamState });
  const units = Object.entries(cells).map(([name, { length }]) => [
    name,
    z.array(cell, `${length} cells`).length(length, `${length} cells`),
  ]);
  return z.strictObject({
    wires: z.strictObject(Object.fromEntries(Object.keys(wires).map((name) => [name, streamState]))),
    cells: z.strictObject(Object.fromEntries(units)),
  });
}

/** What waits: the next step, messages under way, and what neurons plan. @param owners of all that may wait */
export function queueSchema({ script }: PhasedCircuit, owners: readonly TaskOwner[]) {
  const periods = script.map(({ phase: { stepSize = 1 } }) => stepSize);
  const period = z.custom<number>((one) => periods.includes(one as number), 'a step size of the rule');
  const step = z.custom<[number, number]>((what) => {
    if (!Array.isArray(what) || what.length !== 2) return false;
    const [act, number] = what;
    const phase = script[act]?.phase;
    return phase !== undefined && !isSweep(phase) && number >= 1 && number <= numberOfSteps(phase);
  }, 'a step of the rule');
  const level = count.max(2, 'a level up to 2');
  const addresses = new Set(owners.map(({ address }) => address));
  const owner = z.custom<string>((one) => addresses.has(one as string), 'an owner of this network and phase');
  // What else waits is read by whoever it belongs to.
  const task = z
    .strictObject({ time, level, owner, what: z.unknown() })
    .refine(
      ({ owner: one, what }) => one !== 'conductor' || step.safeParse(what).success,
      'a step of the rule',
    );
  return z
    .strictObject({
      time,
      clock: z.strictObject({ origin: time, period }).optional(),
      tasks: z.array(task, 'a list of tasks').max(addresses.size > 1 ? Infinity : 1, 'the next step'),
    })
    .refine(({ time: now, clock }) => clock === undefined || clock.origin <= now, 'a clock that has begun')
    .refine(({ time: now, tasks }) => tasks.every((one) => one.time >= now), 'tasks of times to come');
}
