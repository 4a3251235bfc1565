import { after, multiple } from '../../math/time.js';
import { mapLinear } from '../../math/trajectory.js';
import type { WeightChange } from '../../messages/message.js';
import { levels, type SavedTask, type Task } from '../../messages/task.js';
import type { NeuronContext } from '../context.js';
import type { NeuronOptions } from '../neuron-options.js';
import type { Initial } from '../signal.js';
import { LiveNeuron, type LiveNeuronState } from './neuron.js';

/** The rhythm of one neuron, in tau: cycle k is from `first` + k `period` on, and relaxes `forward` after that. */
export interface Rhythm {
  readonly first: number;
  readonly period: number;
  readonly forward: number;
}

/**
 * A neuron with one compartment and a rhythm of its own. In the forward part of its cycle it answers what comes from
 * below and says nothing down; in the rest its activity relaxes, and what comes from below has to wait. At the end it
 * teaches its synapses, unless something new has come from below since it began to relax: then they do not know any
 * more what it was about.
 */
export class OscillatingNeuron extends LiveNeuron {
  private relaxing = false;
  private cycle = 0;
  /** As the relaxation began: of an output whose target was known, else 0. */
  private latched = 0;

  constructor(
    around: NeuronContext,
    options: NeuronOptions,
    change: WeightChange,
    private readonly rhythm: Rhythm,
    private readonly initial: Initial,
  ) {
    super(around, options, change);
  }

  start(): void {
    const { first, period, forward } = this.rhythm;
    const begins = (cycle: number) => after(first, multiple(cycle, period));
    const { queue } = this.around;
    if (this.relaxing) queue.at(begins(this.cycle + 1), this.taskOf('learn'), levels.ends);
    else queue.at(after(begins(this.cycle), forward), this.taskOf('relax'), levels.begins);
  }

  taskOf(what: unknown): Task {
    const saved: SavedTask = { owner: this.address, what };
    return { run: () => (what === 'relax' ? this.relax() : this.learn()), saved };
  }

  run(): void {
    this.rest();
    if (!this.relaxing) {
      if (this.news && this.basal.complete) this.answer();
    } else if (this.stirred && this.apical.complete) {
      this.follow(this.latched);
      this.foretell();
    }
  }

  private relax(): void {
    const now = this.around.queue.now();
    this.relaxing = true;
    this.latched = this.error;
    this.course.leak(now, this.initial === 'zero' ? 0 : this.forwardActivity);
    this.hearAbove();
    this.start();
  }

  private learn(): void {
    const now = this.around.queue.now();
    if (!this.news) this.teach(this.factors(this.course.at(now)));
    this.relaxing = false;
    this.cycle++;
    this.foretell(mapLinear(this.course.feedback(this.around.rule.neuron, this.slope), () => 0));
    if (this.news) this.wake();
    this.start();
  }

  override state(): OscillatingState {
    const { relaxing, cycle, latched } = this;
    return { ...super.state(), relaxing, cycle, latched };
  }
}

interface OscillatingState extends LiveNeuronState {
  readonly relaxing: boolean;
  readonly cycle: number;
  readonly latched: number;
}
