// The file of the benchmark that knows the parts of the event engine of rules in phases.
import { type Batch, layOut, type Network, type Parameters } from '../../src/index.js';
import { EventQueue } from '../../src/messages/queue.js';
import type { Rule } from '../../src/rules/rule.js';
import { PhasedCircuit } from '../../src/sim/events/phases/circuit.js';
import { PhasedMedium } from '../../src/sim/events/phases/medium.js';
import { Presentation } from '../../src/sim/events/phases/presentation.js';
import { arborGrain } from '../../src/synapses/phases/arbor.js';
import { Weights } from '../../src/synapses/phases/weights.js';

/** Presents samples under a rule in phases at arbor grain, and times its relaxation, without the learning that ends it. */
export class TimedEquations {
  private readonly circuit: PhasedCircuit;

  constructor(network: Network, parameters: Parameters, rule: Rule) {
    const entries = Object.entries(parameters).map(
      ([name, { shape, data }]) => [name, new Weights(name, shape, data)] as const,
    );
    const phases = rule.phases.map(({ ends: _, ...phase }) => phase);
    const layout = layOut(network);
    const medium = new PhasedMedium(layout, new EventQueue(), {});
    this.circuit = new PhasedCircuit(layout, { ...rule, phases }, new Map(entries), arborGrain, medium);
  }

  /** A state of every node, as it is. */
  values(state: string): readonly Float64Array[] {
    return this.circuit.layout.nodes.map(({ name }) => this.circuit.column(name, state));
  }

  /** Presents one sample. @returns the seconds that the last phase took, up to its last step */
  relax(batch: Batch, sample: number): number {
    const { circuit } = this;
    let began = 0;
    let ended = 0;
    const onEnd = (): void => {
      if (ended === 0) began = performance.now();
    };
    const onStep = (): void => {
      ended = performance.now();
    };
    const { queue, cost } = circuit.medium;
    new Presentation({ circuit, queue, cost }, batch, { learningRate: 0 }, { onEnd, onStep }).play(sample);
    return (ended - began) / 1000;
  }
}
