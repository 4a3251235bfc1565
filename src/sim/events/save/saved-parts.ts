import { refuse } from '../../../errors.js';
import type { SavedTask, Task, TaskOwner } from '../../../messages/task.js';

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

/** The same for each value of a record. */
export function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
