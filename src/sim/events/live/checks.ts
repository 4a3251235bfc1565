import { refuse } from '../../../errors.js';
import type { Delays } from '../build/delays.js';
import type { Setting } from './way.js';

/** @throws {InputError} unless the number is finite, and at least (or above) `from` */
export function checkTime(where: string, value: number, from: number, above = false): void {
  if ((above ? value > from : value >= from) && value < Infinity) return;
  const expected = `a finite number ${above ? 'above' : 'of at least'} ${from}`;
  refuse({ where, got: String(value), expected });
}

/** The longest way from an input to an output, in tau. @throws {InputError} on delays of single synapses */
export function longestDelay({ layout, delays }: Pick<Setting, 'layout' | 'delays'>): number {
  const until = new Map<string, number>();
  for (const { name, parents } of layout.nodes) {
    const before = Math.max(...parents.map((parent) => until.get(parent.name) ?? 0));
    until.set(name, before + delayInto(delays, name));
  }
  return Math.max(...until.values());
}

/** @throws {InputError} on delays of single synapses: what lasts is what all synapses of an axon have heard */
export function delayInto(delays: Delays, name: string): number {
  const delay = delays[name] ?? 0;
  if (typeof delay === 'number') return delay;
  return refuse({ where: `delays.${name}`, got: 'a delay for each synapse', expected: 'one for all' });
}
