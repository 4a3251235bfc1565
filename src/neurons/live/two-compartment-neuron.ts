import { after, multiple } from '../../math/time.js';
import type { WeightChange } from '../../messages/message.js';
import { levels, type SavedTask, type Task } from '../../messages/task.js';
import type { NeuronContext } from '../context.js';
import type { NeuronOptions } from '../neuron-options.js';
import { LiveNeuron, type LiveNeuronState } from './neuron.js';

/**
 * A neuron of two compartments. The soma holds the forward activity, and answers whenever something new comes from
 * below. The apical compartment relaxes all the time, from where it is:
 *
 *     dx/dt = -x + sum of weight f'(a_above) x_above + e
 *
 * with e the error of an output whose target is known, else 0; an output at the top has x = e. Plasticity is always on:
 * dw/dt = -rate f'(a) x pre, summed up in the neuron, in closed form, and taught to its synapses by a timer of its own.
 * What has not been taught when something new comes from below is dropped: its synapses do not know any more what it
 * was about.
 */
export class TwoCompartmentNeuron extends LiveNeuron {
  /** Of the postsynaptic factors of each term of the rule, since it last taught. */
  private integrals: number[];
  /** The time up to which they are taken. */
  private since = 0;
  private ticks = 0;

  /** @param timer first tick and period, in tau */
  constructor(
    around: NeuronContext,
    options: NeuronOptions,
    change: WeightChange,
    private readonly timer: { readonly first: number; readonly period: number },
  ) {
    super(around, options, change);
    this.integrals = around.rule.plasticity.terms.map(() => 0);
  }

  start(): void {
    const { first, period } = this.timer;
    const time = after(first, multiple(this.ticks, period));
    this.around.queue.at(time, this.taskOf('teach'), levels.ends);
  }

  taskOf(what: unknown): Task {
    const saved: SavedTask = { owner: this.address, what };
    return { run: () => this.tick(), saved };
  }

  run(): void {
    this.rest();
    if (this.news && this.basal.complete) {
      this.integrals.fill(0);
      this.since = this.around.queue.now();
      this.answer();
      // What it says down has its slope in it, and an error its activity.
      this.stirred = true;
    }
    if (!this.stirred || !this.apical.complete) return;
    this.integrate();
    this.follow(this.error);
    this.foretell();
  }

  private tick(): void {
    this.integrate();
    this.teach(this.integrals);
    this.integrals.fill(0);
    this.ticks++;
    this.start();
  }

  // The course has been the same since, and so has the slope.
  private integrate(): void {
    const now = this.around.queue.now();
    const factors = this.factors(this.course.integral(this.since, now));
    this.integrals = this.integrals.map((sum, term) => sum + factors[term]);
    this.since = now;
  }

  override state(): TwoCompartmentState {
    const { integrals, since, ticks } = this;
    return { ...super.state(), integrals: [...integrals], since, ticks };
  }
}

interface TwoCompartmentState extends LiveNeuronState {
  readonly integrals: readonly number[];
  readonly since: number;
  readonly ticks: number;
}
