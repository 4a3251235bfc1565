import { fail } from '../../../errors.js';
import type { WeightChange } from '../../../messages/message.js';
import type { Layout } from '../../../network/layout.js';
import type { Network } from '../../../network/network.js';
import type { Relaxation } from '../../simulator.js';
import type { Circuit } from '../build/circuit.js';
import type { Surroundings } from '../surroundings.js';
import { Protocol, type ProtocolState, type Segment } from './protocol.js';
import type { ProtocolRunner, Sample, Watcher } from './protocol-runner.js';
import { readLoss } from './readout.js';

/** What presentations are made with. */
export interface Stage {
  readonly network: Network;
  readonly layout: Layout;
  readonly circuit: Circuit;
  readonly runner: ProtocolRunner;
  readonly around: Surroundings;
  /** Of the noise of cells. */
  readonly seed: number;
}

/** How one sample is presented. */
export interface TrialOptions extends Watcher {
  readonly relaxation: Relaxation;
  /** By which weights change in a step, where they do during the relaxation. */
  readonly change: WeightChange | undefined;
  /** The relaxation is over; the gradients are still to come. */
  readonly onRelaxed?: (() => void) | undefined;
}

/** A trial's place in its course. */
export interface TrialState {
  readonly score: ProtocolState;
  readonly loss: number;
}

/** The presentation of one sample: it takes simulated time, and can be stopped and gone on with. */
export class Trial {
  /** Loss of the sample, once it has relaxed. */
  loss = 0;
  private readonly protocol: Protocol;

  constructor(
    private readonly stage: Stage,
    private readonly sample: Sample,
    private readonly options: TrialOptions,
  ) {
    this.protocol = new Protocol(stage.around.queue, this.segments());
  }

  /** Plays all that happens up to and including `limit`, in tau. @returns whether it is over */
  advance(limit: number): boolean {
    return this.protocol.advance(limit);
  }

  /** Plays it to its end. @throws {RelaxonError} on a relaxation without end */
  finish(): void {
    if (!this.advance(Infinity)) {
      fail({ where: 'Trial.finish', got: 'a presentation without end', expected: 'one' });
    }
  }

  state(): TrialState {
    return { score: this.protocol.state(), loss: this.loss };
  }

  restore({ score, loss }: TrialState): void {
    this.protocol.restore(score);
    this.loss = loss;
  }

  private *segments(): Generator<Segment, void> {
    const { sample, options } = this;
    const { runner, around, layout, circuit } = this.stage;
    const now = () => around.queue.now();
    yield* runner.sweep(sample);
    const teach = () => {
      runner.teach(sample);
      options.onForward?.();
      around.traffic.relaxing = true;
    };
    yield { begin: teach, until: now };
    yield* runner.relax(options.relaxation, options, options.change);
    const relaxed = () => {
      around.traffic.relaxing = false;
      around.queue.lookLast();
      around.queue.stepBy(undefined);
      options.onRelaxed?.();
      this.loss = readLoss(layout, circuit);
    };
    yield { begin: relaxed, until: now };
    if (!options.change) yield* runner.learn();
  }
}
