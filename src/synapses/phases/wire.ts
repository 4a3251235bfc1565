import type { EventQueue } from '../../messages/queue.js';
import type { FutureSource } from '../../neurons/phases/future-sums.js';
import type { Outlet } from '../../neurons/phases/voice.js';
import { Conduction } from './conduction.js';
import { Deliveries } from './deliveries.js';
import { futuresOf } from './futures.js';
import type { Late, Way, Whole } from './line.js';
import { ListDeliveries } from './list-deliveries.js';
import { ListSynapses } from './list-synapses.js';
import { ListWires } from './list-wires.js';
import { PortVoice } from './port-voice.js';
import type { Grain, Projection, Synapses } from './projection.js';
import { RoughWires } from './rough-wires.js';
import { SynapseTable } from './synapse.js';

/** The synapses of a projection, and the line on which messages to them are under way, if they are. */
export interface Connected {
  readonly synapses: Synapses;
  readonly late?: Late | undefined;
  /** What their population says to them, where its neurons say another thing to each of their ports. */
  readonly ports: PortVoice | undefined;
  /** What they make of where those that they hear will be with a value. @param key by index */
  readonly futures: (key: number) => FutureSource;
}

/**
 * Makes the synapses of a projection and has them hear their population. Where each has a delay or a wire of its own an axon
 * has no common arrival: they are actors, whatever the grain.
 * @param address of the projection
 */
export function wire(projection: Projection, grain: Grain, queue: EventQueue, address: string): Connected {
  const { from, to, path, carries, lag, rough, pattern } = projection;
  const voice = from.voices[path];
  const ports = portsFor(projection);
  const near: Whole & { connect(outlet: Outlet): void } = ports ?? voice;
  if (ports) voice.connect(ports);
  const connected = (line: HeardLine, synapses: Synapses, late?: Late): Connected => ({
    ...{ synapses, ports, late },
    futures: (key) => futuresOf(projection, line, key),
  });
  // Those that only learn hear of nothing: they learn from what is said.
  if (!carries) {
    voice.keep();
    return connected(near, grain.wire(projection, near));
  }
  if (!rough && lag === 0) {
    const synapses = grain.wire(projection, near);
    near.connect(synapses);
    return connected(near, synapses);
  }
  const way: Way = { queue, near, fan: to.size, fans: pattern?.fans, address };
  const [late, synapses] = lateLine(projection, grain, way);
  near.connect(late);
  return connected(late, synapses, late);
}

type HeardLine = Parameters<typeof futuresOf>[1];

/** A line with a delay or wires, and the synapses at its end. */
function lateLine(projection: Projection, grain: Grain, way: Way): [Late & HeardLine, Synapses] {
  const { from, to, lag, rough, pattern } = projection;
  if (!rough && typeof lag === 'number') {
    const late = new Conduction(way, lag);
    const synapses = grain.wire(projection, late);
    late.connect(synapses);
    return [late, synapses];
  }
  const wires = rough && { ...rough, lag, silent: from.silent };
  if (pattern) {
    const late = wires
      ? new ListWires(way, pattern, wires)
      : new ListDeliveries(way, pattern, lag as Float64Array);
    const synapses = new ListSynapses(projection, late);
    late.connect(synapses);
    return [late, synapses];
  }
  const late = wires
    ? new RoughWires(way, to.size, wires)
    : new Deliveries(way, to.size, lag as Float64Array);
  const synapses = new SynapseTable(projection, late);
  late.connect(synapses);
  return [late, synapses];
}

/** What those say who have a port for each of their own. */
function portsFor({ from, path, pattern, carries }: Projection): PortVoice | undefined {
  if (!pattern || pattern.pres === from.size) return undefined;
  return new PortVoice(from, path, pattern, carries);
}
