import { refuse } from '../../../errors.js';
import type { Occupancy } from '../../occupancy.js';

/** Plays something from beginning to end; nothing else is presented meanwhile. @throws {InputError} when busy */
export function occupied<T>(occupancy: Occupancy, method: string, play: () => T): T {
  occupancy.checkFree(method);
  occupancy.take({
    where: `${occupancy.simulator}.${method}`,
    hint: 'again when it has returned',
    abandon: (where) =>
      refuse({ where, got: 'a call from inside the presentation', expected: 'one from outside' }),
  });
  try {
    return play();
  } finally {
    occupancy.leave();
  }
}
