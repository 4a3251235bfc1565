import { fail, refuse } from '../errors.js';

/** @throws {InputError} on a call from inside of a task */
export function refuseInside(method: string, time: number): never {
  return refuse({
    where: `EventQueue.${method}`,
    got: `a call from inside a task, at ${time} tau`,
    expected: 'one from outside: time goes on already',
    hint: 'at() or schedule()',
  });
}

/** @throws {RelaxonError} while anything is waiting */
export function failWaiting(method: string): never {
  const hint = 'run() or drop() first';
  return fail({ where: `EventQueue.${method}`, got: 'waiting events', expected: 'none', hint });
}

/** @throws {RelaxonError} within an instant */
export const failWithin = (): never =>
  fail({ where: 'EventQueue.state', got: 'an instant that is not over', expected: 'a time between two' });
