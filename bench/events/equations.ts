// The file of the benchmark that knows the parts of the event engine of rules in phases.
import { type Batch, layOut, type Network, type Parameters, relaxationOf } from '../../src/index.js';
import { EventQueue } from '../../src/messages/queue.js';
import type { Rule } from '../../src/rules/rule.js';
import { PhasedCircuit } from '../../src/sim/events/phases/circuit.js';
import { PhasedMedium } from '../../src/sim/events/phases/medium.js';
import { Presentation } from '../../src/sim/events/phases/presentation.js';
import { speechOf } from '../../src/sim/events/phases/refusals.js';
import { type GrainName, grains } from '../../src/synapses/grains.js';
import { Weights } from '../../src/synapses/phases/weights.js';

/** Presents samples under a rule in phases, and times its relaxation, without the learning that ends it. */
export class TimedEquations {
  private readonly circuit: PhasedCircuit;

  constructor(network: Network, parameters: Parameters, rule: Rule, grain: GrainName = 'arbor') {
    const entries = Object.entries(parameters).map(
      ([name, { shape, data }]) => [name, new Weights(name, shape, data)] as const,
    );
    const phases = rule.phases.map(({ ends: _, ...phase }) => phase);
    const layout = layOut(network);
    const medium = new PhasedMedium(layout, new EventQueue(), {});
    this.circuit = new PhasedCircuit(layout, { ...rule, phases }, new Map(entries), grains[grain], medium);
  }

  /** A state of every node, as it is. */
  values(state: string): readonly Float64Array[] {
    return this.circuit.layout.nodes.map(({ name }) => this.circuit.column(name, state));
  }

  /**
   * Presents one sample.
   * @param relaxation how, where that is not by the steps of the rule: in continuous time, or on change
   * @returns the seconds that the last phase took
   */
  relax(batch: Batch, sample: number, relaxation = relaxationOf({})): number {
    const { circuit } = this;
    const { rule, medium } = circuit;
    const how = speechOf({ kind: 'phases', name: rule.name, rule, needs: [] }, relaxation);
    const ends: number[] = [];
    const onEnd = () => void ends.push(performance.now());
    const stage = { circuit, queue: medium.queue, cost: medium.cost, ...how };
    new Presentation(stage, batch, { learningRate: 0 }, { onEnd }).play(sample);
    const [began, ended] = ends.slice(-2);
    return (ended - began) / 1000;
  }
}
