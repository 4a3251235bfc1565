import type { LaidOutNode, Layout } from '../../network/layout.js';
import { type ScheduleName, schedules } from '../schedules.js';
import type { Batch, Relaxation } from '../simulator.js';
import type { Circuit } from './circuit.js';
import type { Surroundings, Tick } from './surroundings.js';

type NodeGroups = readonly (readonly LaidOutNode[])[];

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
   * @param onStep called after 0, 1, ... steps (of a duration: at such times); to equilibrium, once at the end
   */
  relax(relaxation: Relaxation, onStep?: () => void): void {
    const { initial, duration } = relaxation;
    const messages = duration === undefined ? 'sampled' : 'trajectory';
    this.circuit.signals.next({ kind: 'relax', initial, messages });
    if (duration !== undefined) this.flow(duration, relaxation.stepSize, onStep);
    else if (relaxation.solver === 'equilibrium') this.settle();
    else this.step(relaxation, onStep);
    if (duration === undefined) this.around.queue.run();
    if (relaxation.solver === 'equilibrium') onStep?.();
  }

  /** Plasticity: every neuron tells its synapses what they need, and they add up their gradients. */
  learn(): void {
    this.circuit.signals.next({ kind: 'learn' });
    this.around.queue.run();
  }

  /** Every synapse and bias changes by -rate times what it has added up. */
  update(rate: number): void {
    this.circuit.signals.next({ kind: 'update', rate });
  }

  /** Every synapse and bias drops what it has added up. */
  forget(): void {
    this.circuit.signals.next({ kind: 'forget' });
  }

  private settle(): void {
    for (const group of this.groups('top-down')) {
      this.around.queue.run();
      this.tick(group, { kind: 'settle' });
    }
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

  private step({ schedule, steps, stepSize }: Relaxation, onStep?: () => void): void {
    const { queue } = this.around;
    const groups = this.groups(schedule);
    const start = queue.now();
    for (let step = 0; step <= steps; step++) {
      const time = start + step * stepSize;
      if (step > 0) queue.at(time, { run: () => this.round(groups, 0, { kind: 'step', stepSize }) });
      queue.runThrough(time);
      onStep?.();
    }
  }

  // The groups of a schedule follow each other in rounds of one instant: what one says reaches the next.
  private round(groups: NodeGroups, index: number, tick: Tick): void {
    if (index === groups.length) return;
    this.tick(groups[index], tick);
    this.around.queue.soon({ run: () => this.round(groups, index + 1, tick) });
  }

  private tick(group: NodeGroups[number], tick: Tick): void {
    for (const node of group) this.circuit.populations[node.name].clock.next(tick);
  }

  private groups(schedule: ScheduleName): NodeGroups {
    return schedules[schedule].groups(this.layout.nodes.filter(({ role }) => role === 'relaxing'));
  }
}
