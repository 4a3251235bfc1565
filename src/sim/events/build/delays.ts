import { nearest, refuse } from '../../../errors.js';
import type { Layout } from '../../../network/layout.js';
import type { SynapseBlock } from '../../../synapses/synapse-block.js';

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

/**
 * The delays of the synapses of a block, at post * pres + pre; one number where all are the same: arbors can then share an
 * arrival.
 * @throws {InputError} on one that is negative or not finite
 */
export function lagOf(
  name: string,
  delay: Delay,
  { posts, pres, parent }: Pick<SynapseBlock, 'posts' | 'pres' | 'parent'>,
): number | Float64Array {
  if (typeof delay === 'number') return delay;
  const lags = Float64Array.from({ length: posts * pres }, (_, i) =>
    checkDelay(name, delay(Math.floor(i / pres), i % pres, parent)),
  );
  return lags.every((lag) => lag === lags[0]) ? lags[0] : lags;
}
