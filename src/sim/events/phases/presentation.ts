import { logSumExp, numbers } from '../../../math/numbers.js';
import type { EventQueue } from '../../../messages/queue.js';
import { type Speech, sampled } from '../../../neurons/phases/speech.js';
import type { Phase } from '../../../rules/rule.js';
import type { Activities, Batch, LearningRates, PhaseEnd } from '../../simulator.js';
import type { PhasedCircuit } from './circuit.js';
import { PhaseConductor } from './conductor.js';
import type { Cost } from './cost.js';
import { endOf } from './phase-end.js';
import { changeOf } from './rates.js';
import { Table } from './table.js';

/** What samples are presented to. */
export interface Stage {
  readonly circuit: PhasedCircuit;
  readonly queue: EventQueue;
  readonly cost: Cost;
  readonly speech?: Speech;
}

/** Of a batch: all of it, or its inputs alone. */
export type Stimuli = Pick<Batch, 'inputs' | 'size'> & Partial<Pick<Batch, 'targets'>>;

/** Whoever looks at a sample. */
export interface Looks {
  /** After so many steps of all phases together. */
  onStep?(row: number, step: number): void;
  onEnd?(row: number, end: PhaseEnd): void;
}

/** Presents the samples of a batch, one after the other, and keeps what the network answers. */
export class Presentation {
  private readonly table: Table;

  /** @param rates of weights that move during the phases, and whether their movement is summed */
  constructor(
    private readonly stage: Stage,
    private readonly stimuli: Stimuli,
    private readonly rates: LearningRates & { readonly summed?: boolean },
    private readonly looks: Looks = {},
  ) {
    this.table = new Table(stimuli.size);
  }

  /** Answers of all nodes. */
  get answers(): Activities {
    return this.table.values;
  }

  /** A sample, up to a phase and with it, or to the end. */
  play(row: number, last?: string): void {
    const { circuit, queue, cost, speech = sampled } = this.stage;
    this.begin(row);
    let steps = -1;
    const adapt = (tau: number) => this.descend(tau);
    const conductor = new PhaseConductor(
      { circuit, queue, cost, speech, adapt },
      {
        onStep: (_, step) => {
          // A phase begins where the last one ended.
          if (step > 0 || steps < 0) this.looks.onStep?.(row, ++steps);
        },
        onEnd: (phase) => this.end(row, phase),
      },
    );
    conductor.play(last);
    queue.restart();
  }

  /** Loss of a sample at its answers, summed over output nodes. */
  loss(row: number): number {
    let total = 0;
    for (const { name, size, loss } of this.stage.circuit.layout.outputs) {
      const of = (set: Activities | undefined) => set![name].data.subarray(row * size, (row + 1) * size);
      const [activities, targets] = [of(this.answers), of(this.stimuli.targets)];
      const pooled = loss!.pool ? logSumExp(activities) : 0;
      for (const [i, activity] of activities.entries())
        total += loss!.share(numbers, { activity, target: targets[i], pooled });
    }
    return total;
  }

  private begin(row: number): void {
    const { inputs, targets } = this.stimuli;
    const rowOf = (set: Batch['inputs'] | undefined, name: string, size: number) =>
      set?.[name] && Float64Array.from(set[name].data.subarray(row * size, (row + 1) * size));
    for (const { population } of this.stage.circuit.members) {
      const { name, size } = population;
      population.begin(rowOf(inputs, name, size), rowOf(targets, name, size));
    }
    this.stage.circuit.clear();
  }

  private end(row: number, phase: Phase): void {
    const { circuit } = this.stage;
    const { answer } = circuit.rule;
    if (phase.name === answer.phase)
      for (const { name } of circuit.layout.nodes)
        this.table.put(row, name, circuit.column(name, answer.state));
    const { onEnd } = this.looks;
    if (onEnd)
      onEnd.call(this.looks, row, endOf(circuit, circuit.script.find((act) => act.phase === phase)!));
  }

  private descend(tau: number): void {
    for (const [name, weights] of this.stage.circuit.weights)
      weights.descend(changeOf(name, this.rates, tau, 1), this.rates.summed);
  }
}
