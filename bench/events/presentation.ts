// The one file of the benchmark that knows the parts of the event engine.
import { layOut, type Network, type Parameters, rules } from '../../src/index.js';
import { EventQueue } from '../../src/messages/queue.js';
import { Traffic } from '../../src/messages/traffic.js';
import { buildCircuit } from '../../src/sim/events/build/circuit.js';
import { Conductor } from '../../src/sim/events/present/conductor.js';
import { Protocol, type Segment } from '../../src/sim/events/present/protocol.js';
import type { Batch, Relaxation } from '../../src/sim/simulator.js';
import { type GrainName, grains } from '../../src/synapses/grains.js';

/** Presents samples to the actors of a network, phase by phase, and times the relaxation. */
export class TimedPresentation {
  private readonly conductor: Conductor;
  private readonly queue = new EventQueue();

  constructor(network: Network, parameters: Parameters, grain: GrainName) {
    const layout = layOut(network);
    const around = { queue: this.queue, rule: rules.ar, traffic: new Traffic() };
    const circuit = buildCircuit(layout, parameters, {}, around, grains[grain]);
    this.conductor = new Conductor(layout, circuit, around);
  }

  /** Presents one sample. @returns the seconds that its relaxation took: neither the sweep nor plasticity */
  relax(batch: Batch, sample: number, relaxation: Relaxation): number {
    this.play(this.conductor.sweep({ ...batch, row: sample }));
    this.conductor.teach({ ...batch, row: sample });
    const start = performance.now();
    this.play(this.conductor.relax(relaxation, {}));
    return (performance.now() - start) / 1000;
  }

  private play(segments: Iterator<Segment, void>): void {
    new Protocol(this.queue, segments).advance(Infinity);
  }
}
