// The one file of the benchmark that knows the parts of the event engine.
import { layOut, type Network, type Parameters, rules } from '../../src/index.js';
import { EventQueue } from '../../src/messages/queue.js';
import { Traffic } from '../../src/messages/traffic.js';
import { buildCircuit } from '../../src/sim/events/build/circuit.js';
import { Protocol, type Segment } from '../../src/sim/events/present/protocol.js';
import { ProtocolRunner } from '../../src/sim/events/present/protocol-runner.js';
import type { Batch, Relaxation } from '../../src/sim/simulator.js';
import { type GrainName, grains } from '../../src/synapses/grains.js';

/** Presents samples to the actors of a network, phase by phase, and times the relaxation. */
export class TimedPresentation {
  private readonly runner: ProtocolRunner;
  private readonly queue = new EventQueue();

  constructor(network: Network, parameters: Parameters, grain: GrainName) {
    const layout = layOut(network);
    const around = { queue: this.queue, rule: rules.ar, traffic: new Traffic() };
    const circuit = buildCircuit(layout, parameters, {}, around, grains[grain]);
    this.runner = new ProtocolRunner(layout, circuit, around);
  }

  /** Presents one sample. @returns the seconds that its relaxation took: neither the sweep nor plasticity */
  relax(batch: Batch, sample: number, relaxation: Relaxation): number {
    this.play(this.runner.sweep({ ...batch, row: sample }));
    this.runner.teach({ ...batch, row: sample });
    const start = performance.now();
    this.play(this.runner.relax(relaxation, {}));
    return (performance.now() - start) / 1000;
  }

  private play(segments: Iterator<Segment, void>): void {
    new Protocol(this.queue, segments).advance(Infinity);
  }
}
