import type { Layout } from '../../network/layout.js';
import type { Group, Mover } from '../schedule.js';
import { topDownGroups } from '../schedules/top-down.js';
import { schedules } from '../schedules.js';
import type { Batch, Relaxation } from '../simulator.js';
import type { Circuit } from './circuit.js';
import { InputActor } from './input-actor.js';
import type { WeightChange } from './message.js';
import type { Surroundings, Tick } from './surroundings.js';

/**
 * Leads the actors through a presentation: forward sweep, relaxation, plasticity. It gives the phases and the
 * ticks of the clock, which are global signals; it never reads an actor.
 */
export class Conductor {
  constructor(
    private readonly layout: Layout,
    private readonly circuit: Circuit,
    private readonly around: Surroundings,
  ) {}

  /** Presents row `sample` of the inputs at time 0, and lets the sweep run until all is silent. */
  sweep(inputs: Batch['inputs'], sample: number): void {
    const { queue } = this.around;
    queue.restart();
    this.circuit.signals.next({ kind: 'begin' });
    for (const pool of this.circuit.pools) pool.begin();
    for (const { name, size } of this.layout.inputs) {
      const { data } = inputs[name];
      const actors = this.circuit.inputs[name];
      for (let unit = 0; unit < size; unit++) actors[unit].present(data[sample * size + unit]);
    }
    queue.run();
    if (this.around.wires) this.hurry();
  }

  // Where messages are lost for good, whoever still waits for some answers what it has heard: a global signal.
  private hurry(): void {
    for (const { name } of this.layout.nodes) {
      for (const neuron of this.circuit.populations[name].neurons) neuron.answerLate();
      this.around.queue.run();
    }
  }

  /** Tells the output neurons what they should have said. */
  teach(targets: Batch['targets'], sample: number): void {
    const time = this.around.queue.now();
    for (const { name, size } of this.layout.outputs) {
      const { data } = targets[name];
      for (const [unit, neuron] of this.circuit.populations[name].neurons.entries()) {
        const target = neuron.options.address;
        neuron.hear({ time, source: 'teacher', target, kind: 'target', value: data[sample * size + unit] });
      }
    }
  }

  /**
   * The relaxation, then whatever is still under way: one tick of the clock per step; or, to equilibrium, each
   * group settles once everything from above has arrived; or, for a duration, one message per neuron that says
   * where it will be at every later time.
   * @param change by which weights change in a step, where they do during the relaxation
   * @param onStep called after 0, 1, ... steps (of a duration: at such times); to equilibrium, once at the end
   */
  relax(relaxation: Relaxation, onStep?: () => void, change?: WeightChange): void {
    const { initial, duration, quantum, band = 0 } = relaxation;
    const { messages = duration === undefined ? 'sampled' : 'trajectory' } = relaxation;
    this.around.spoken = 0;
    if (messages === 'threshold') this.circuit.signals.next({ kind: 'quantum', quantum: quantum! });
    this.circuit.signals.next({ kind: 'relax', initial, messages, band });
    if (messages === 'threshold') {
      this.listen(relaxation, onStep);
      return;
    }
    if (duration !== undefined && !this.around.rule.neuron.linear)
      this.cross(duration, relaxation.stepSize, onStep);
    else if (duration !== undefined) this.flow(duration, relaxation.stepSize, onStep);
    else if (relaxation.solver === 'equilibrium') this.settle();
    else this.step(relaxation, onStep, change);
    if (duration === undefined) this.around.queue.run();
    if (relaxation.solver === 'equilibrium') onStep?.();
  }

  /** Plasticity: every neuron tells its synapses what they need, and they add up their gradients. */
  learn(): void {
    if (this.around.rule.carriesUp === 'finally') {
      this.circuit.signals.next({ kind: 'report' });
      this.around.queue.run();
    }
    this.circuit.signals.next({ kind: 'learn' });
    this.around.queue.run();
  }

  /** Every synapse and bias changes by what it has added up. */
  update(change: WeightChange): void {
    this.circuit.signals.next({ kind: 'update', change });
  }

  /** Every synapse and bias drops what it has added up. */
  forget(): void {
    this.circuit.signals.next({ kind: 'forget' });
  }

  private settle(): void {
    for (const group of topDownGroups(this.movers())) {
      this.around.queue.run();
      this.tick(group, { kind: 'settle' });
    }
  }

  // Until a time, or until nobody has anything more to say; then what is under way is not waited for.
  private listen({ duration, stepSize, flush }: Relaxation, onStep?: () => void): void {
    if (duration !== undefined) this.flow(duration, stepSize, onStep);
    else {
      this.around.queue.run();
      onStep?.();
    }
    this.circuit.signals.next({ kind: 'rest', forGood: duration === undefined });
    if (!flush) return;
    this.circuit.signals.next({ kind: 'flush' });
    this.settle();
    this.around.queue.run();
  }

  // Slopes change on the way: when it is over nobody waits for a crossing any more, whatever becomes of it.
  private cross(duration: number, every: number, onStep?: () => void): void {
    const { rule, queue } = this.around;
    try {
      this.flow(duration, every, onStep);
    } catch (error) {
      this.circuit.signals.next({ kind: 'rest', forGood: false });
      queue.run();
      this.forget();
      throw error;
    }
    this.circuit.signals.next({ kind: 'rest', forGood: false });
    if (rule.plasticity.readsMoving) this.circuit.signals.next({ kind: 'report' });
  }

  // Nothing happens at the times of the samples: they are only looked at.
  private flow(duration: number, every: number, onStep?: () => void): void {
    const { queue } = this.around;
    const start = queue.now();
    for (let k = 0; onStep && k * every <= duration; k++) {
      queue.runThrough(start + k * every);
      this.circuit.signals.next({ kind: 'sample' });
      onStep();
    }
    queue.runThrough(start + duration);
    this.circuit.signals.next({ kind: 'sample' });
  }

  private step(relaxation: Relaxation, onStep?: () => void, change?: WeightChange): void {
    const { schedule, steps, stepSize, seed = 1 } = relaxation;
    const { queue } = this.around;
    const nextGroups = schedules[schedule].steps(this.movers(), seed);
    const start = queue.now();
    for (let step = 0; step <= steps; step++) {
      const time = start + step * stepSize;
      if (step > 0)
        queue.at(time, { run: () => this.begin(nextGroups(), { kind: 'step', stepSize }, change) });
      queue.runThrough(time);
      onStep?.();
    }
  }

  // Weights that change during the relaxation change by what neurons know before the step.
  private begin(groups: readonly Group[], tick: Tick, change?: WeightChange): void {
    if (change) this.circuit.signals.next({ kind: 'learn' });
    this.round(groups, 0, tick, change);
  }

  // The groups of a schedule follow each other in rounds of one instant: what one says reaches the next.
  private round(groups: readonly Group[], index: number, tick: Tick, change?: WeightChange): void {
    if (index === groups.length) {
      if (change) this.changeWeights(change);
      return;
    }
    this.tick(groups[index], tick);
    this.afterReactions(() => this.round(groups, index + 1, tick, change));
  }

  // Where activity is said upward, too, feedback follows a round later.
  private afterReactions(run: () => void): void {
    const { queue, rule } = this.around;
    if (rule.carriesUp === 'always') queue.soon({ run: () => queue.soon({ run }) });
    else queue.soon({ run });
  }

  private changeWeights(change: WeightChange): void {
    this.update(change);
    this.circuit.signals.next({ kind: 'repeat' });
    if (this.around.rule.carriesUp !== 'always') return;
    for (const input of Object.values(this.circuit.inputs).flat()) {
      if (input instanceof InputActor) input.repeat();
    }
  }

  private tick({ movers, unit }: Group, tick: Tick): void {
    for (const { name } of movers) {
      if (unit === undefined) this.circuit.clocks[name].next(tick);
      else this.circuit.neurons[name][unit].tick(tick);
    }
  }

  private movers(): Mover[] {
    const { inputs, nodes } = this.layout;
    const relaxing = nodes.filter(({ role }) => role === 'relaxing');
    return this.around.rule.inputsRelax ? [...inputs, ...relaxing] : relaxing;
  }
}
