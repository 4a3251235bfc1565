import { refuse } from '../../../errors.js';
import type { SavedTask, Task, TaskOwner } from '../../../messages/task.js';
import type { Population } from '../build/populations.js';

/** Those in blocks of synapses who have messages under way. */
export function blockOwners(populations: Readonly<Record<string, Population<unknown>>>): TaskOwner[] {
  return Object.values(populations).flatMap(({ blocks }) =>
    blocks.flatMap(({ synapses }) => synapses.owners),
  );
}

/** What makes tasks that were saved. @throws {InputError} on the task of somebody who is not there */
export function taskMaker(owners: readonly TaskOwner[]): (saved: SavedTask) => Task {
  const known = new Map(owners.map((owner) => [owner.address, owner]));
  return ({ owner, what }) => {
    const found = known.get(owner);
    if (found) return found.taskOf(what);
    const got = `a task of ${owner}`;
    return refuse({ where: 'saved simulation: queue', got, expected: 'an actor of this network' });
  };
}

/** @throws {InputError} unless there is a state for each actor */
export function fitting<T>(
  what: string,
  states: readonly T[] | undefined,
  actors: readonly unknown[],
): readonly T[] {
  if (states?.length === actors.length) return states;
  return refuse({
    where: `saved simulation: ${what}`,
    got: states ? String(states.length) : 'none',
    expected: String(actors.length),
    hint: 'the network that was saved',
  });
}

/** The same for each value of a record. */
export function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
