import type { EventQueue } from '../../messages/queue.js';
import type { FutureSource } from '../../neurons/phases/future-sums.js';
import { Conduction } from './conduction.js';
import { Deliveries } from './deliveries.js';
import { futuresOf } from './futures.js';
import type { Late, Way, Whole } from './line.js';
import type { Grain, Projection, Synapses } from './projection.js';
import { RoughWires } from './rough-wires.js';
import { SynapseTable } from './synapse.js';

/** The synapses of a projection, and the line on which messages to them are under way, if they are. */
export interface Connected {
  readonly synapses: Synapses;
  readonly late?: Late;
  /** What they make of where those that they hear will be with a value. @param key by index */
  readonly futures: (key: number) => FutureSource;
}

/**
 * Makes the synapses of a projection and has them hear their population. Where each has a delay or a wire of its own an axon
 * has no common arrival: they are actors, whatever the grain.
 * @param address of the projection
 */
export function wire(projection: Projection, grain: Grain, queue: EventQueue, address: string): Connected {
  const { from, to, path, carries, lag, rough } = projection;
  const voice = from.voices[path];
  const near: Whole = voice;
  const futures = (line: Parameters<typeof futuresOf>[1]) => (key: number) =>
    futuresOf(projection, line, key);
  const way: Way = { queue, near, fan: to.size, address };
  // Those that only learn hear of nothing: they learn from what is said.
  if (!carries) {
    voice.keep();
    return { synapses: grain.wire(projection, near), futures: futures(near) };
  }
  if (!rough && lag === 0) {
    const synapses = grain.wire(projection, near);
    voice.connect(synapses);
    return { synapses, futures: futures(near) };
  }
  if (!rough && typeof lag === 'number') {
    const late = new Conduction(way, lag);
    const synapses = grain.wire(projection, late);
    late.connect(synapses);
    voice.connect(late);
    return { synapses, late, futures: futures(late) };
  }
  const late = rough
    ? new RoughWires(way, to.size, { ...rough, lag, silent: from.silent })
    : new Deliveries(way, to.size, lag as Float64Array);
  const synapses = new SynapseTable(projection, late);
  late.connect(synapses);
  voice.connect(late);
  return { synapses, late, futures: futures(late) };
}
