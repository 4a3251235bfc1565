import { nearest, refuse } from '../../../errors.js';
import type { Layout } from '../../../network/layout.js';

/** Conduction delay in tau of the synapses into a node: one for all, or one for each. */
export type Delay = number | ((post: number, pre: number, parent: number) => number);

/** Delays by the name of the node that the synapses end at. */
export type Delays = Readonly<Record<string, Delay>>;

/** @throws {InputError} on a node that is not there, or a delay that is negative or not finite */
export function checkDelays(layout: Layout, delays: Delays): void {
  const known = layout.nodes.map(({ name }) => name);
  for (const [name, delay] of Object.entries(delays)) {
    if (!known.includes(name)) {
      const hint = nearest(name, known);
      refuse({ where: 'delays', got: JSON.stringify(name), expected: `a node: ${known.join(', ')}`, hint });
    }
    if (typeof delay === 'number') checkDelay(name, delay);
  }
}

/** @throws {InputError} on a delay that is negative or not finite */
export function checkDelay(name: string, delay: number): number {
  if (delay >= 0 && delay < Infinity) return delay;
  return refuse({ where: `delays.${name}`, got: String(delay), expected: 'a finite time of at least 0 tau' });
}
