import { after, multiple, wholeSteps } from '../../../math/time.js';
import type { WeightChange } from '../../../messages/message.js';
import { levels, type SavedTask, type Task, type TaskOwner } from '../../../messages/task.js';
import type { Layout } from '../../../network/layout.js';
import type { Mover } from '../../schedule.js';
import { topDownGroups } from '../../schedules/top-down.js';
import { schedules } from '../../schedules.js';
import type { Batch, Relaxation } from '../../simulator.js';
import { finenessOf } from '../../speech.js';
import type { Circuit } from '../build/circuit.js';
import type { Surroundings } from '../surroundings.js';
import type { Segment } from './protocol.js';
import { Stepping, tickGroup } from './stepping.js';
import { teach } from './teacher.js';

/** A sample of a batch. */
export interface Sample {
  readonly inputs: Batch['inputs'];
  readonly targets: Batch['targets'];
  /** Its row. */
  readonly row: number;
}

/** What somebody does at moments of a presentation. */
export interface Watcher {
  /** The forward sweep is over. */
  readonly onForward?: (() => void) | undefined;
  /** After 0, 1, ... steps (of a duration: at such times); without steps, once at the end of the relaxation. */
  readonly onStep?: (() => void) | undefined;
}

/**
 * Leads the actors through a presentation: forward sweep, relaxation, plasticity. It gives the phases and the
 * ticks of the clock, which are global signals; it never reads an actor.
 */
export class ProtocolRunner implements TaskOwner {
  readonly address = 'conductor';
  /** When the relaxation began, in tau. */
  private start = 0;
  private stepping: Stepping | undefined;

  constructor(
    private readonly layout: Layout,
    private readonly circuit: Circuit,
    private readonly around: Surroundings,
  ) {}

  /** The step of the relaxation that was waiting. */
  taskOf(what: unknown): Task {
    return new Step(this, what as number);
  }

  state(): number {
    return this.start;
  }

  restore(start: number): void {
    this.start = start;
  }

  /** Presents a sample at time 0, and lets the sweep run until all is silent. */
  *sweep({ inputs, row }: Pick<Sample, 'inputs' | 'row'>): Generator<Segment, void> {
    yield { begin: () => this.present(inputs, row) };
    if (!this.around.wires) return;
    // Where messages are lost for good, whoever still waits for some answers what it has heard: a global signal.
    for (const { name } of this.layout.nodes) {
      const { neurons } = this.circuit.populations[name];
      yield {
        begin: () => {
          for (const neuron of neurons) neuron.answerLate();
        },
      };
    }
  }

  /**
   * The relaxation, then whatever is still under way: one tick of the clock per step; or, to equilibrium, each
   * group settles once everything from above has arrived; or, for a duration, one message per neuron that says
   * where it will be at every later time; or threshold messages, until a time or until all are silent.
   * @param change by which weights change in a step, where they do during the relaxation
   */
  *relax(relaxation: Relaxation, { onStep }: Watcher, change?: WeightChange): Generator<Segment, void> {
    const { initial, duration, solver, flush, band = 0 } = relaxation;
    const { messages = duration === undefined ? 'sampled' : 'trajectory' } = relaxation;
    const begin = () => {
      this.start = this.around.queue.now();
      if (messages === 'threshold') {
        const fineness = (node: string) => finenessOf(relaxation, node);
        this.circuit.signals.next({ kind: 'quantum', fineness });
      }
      this.circuit.signals.next({ kind: 'relax', initial, messages, band });
    };
    if (duration !== undefined) yield* this.flow(duration, relaxation.stepSize, begin, onStep);
    else if (messages === 'threshold') yield { begin };
    else if (solver === 'equilibrium') yield* this.settle(begin, onStep);
    else yield* this.step(relaxation, begin, onStep, change);
    if (this.goesFromKinkToKink(relaxation))
      yield { begin: () => this.endFlow(), until: () => this.around.queue.now() };
    if (messages !== 'threshold') return;
    // What is under way is not waited for.
    const rest = () => this.circuit.signals.next({ kind: 'rest', forGood: duration === undefined });
    // Silent, all are where they are going only now, whatever they said last.
    const end = duration === undefined ? onStep : undefined;
    if (!flush) yield { begin: rest, until: () => this.around.queue.now(), end };
    else {
      yield* this.settle(() => {
        rest();
        this.circuit.signals.next({ kind: 'flush' });
      }, end);
    }
  }

  /** Plasticity: every neuron tells its synapses what they need, and they add up their gradients. */
  *learn(): Generator<Segment, void> {
    if (this.around.rule.carriesUp === 'finally') {
      yield { begin: () => this.circuit.signals.next({ kind: 'report' }) };
    }
    yield { begin: () => this.circuit.signals.next({ kind: 'learn' }) };
  }

  /** Tells the output neurons what they should have said. */
  teach({ targets, row }: Pick<Sample, 'targets' | 'row'>): void {
    const ofRow = this.layout.outputs.map(({ name, size }) => {
      return [name, targets[name].data.subarray(row * size, (row + 1) * size)] as const;
    });
    teach(this.layout, this.circuit, this.around.queue.now(), Object.fromEntries(ofRow));
  }

  /** Every synapse and bias changes by what it has added up. */
  update(change: WeightChange): void {
    this.circuit.signals.next({ kind: 'update', change });
  }

  /** Every synapse and bias drops what it has added up. */
  forget(): void {
    this.circuit.signals.next({ kind: 'forget' });
  }

  private present(inputs: Batch['inputs'], row: number): void {
    this.around.queue.restart();
    this.circuit.signals.next({ kind: 'begin' });
    for (const pool of this.circuit.pools) pool.begin();
    for (const { name, size } of this.layout.inputs) {
      const { data } = inputs[name];
      const actors = this.circuit.inputs[name];
      for (let unit = 0; unit < size; unit++) actors[unit].present(data[row * size + unit]);
    }
  }

  private *settle(begin: () => void, onStep?: () => void): Generator<Segment, void> {
    yield { begin };
    for (const group of topDownGroups(this.movers())) {
      yield { begin: () => tickGroup(this.circuit, group, { kind: 'settle' }) };
    }
    yield { end: onStep };
  }

  // Slopes change on the way: when it is over nobody waits for a crossing any more.
  private endFlow(): void {
    this.circuit.signals.next({ kind: 'rest', forGood: false });
    if (this.around.rule.plasticity.readsMoving) this.circuit.signals.next({ kind: 'report' });
  }

  private goesFromKinkToKink({ duration, messages }: Relaxation): boolean {
    return duration !== undefined && messages !== 'threshold' && !this.around.rule.neuron.linear;
  }

  // Nothing happens at the times of the samples: they are only looked at.
  private *flow(
    duration: number,
    every: number,
    begin: () => void,
    onStep?: () => void,
  ): Generator<Segment, void> {
    const sample = () => this.circuit.signals.next({ kind: 'sample' });
    const look = () => {
      sample();
      onStep?.();
    };
    yield { begin, until: () => this.start };
    const looks = onStep ? wholeSteps(duration, every) : -1;
    for (let k = 0; k <= looks; k++) {
      yield { until: () => after(this.start, multiple(k, every)), end: look };
    }
    yield { until: () => after(this.start, duration), end: sample };
  }

  private *step(
    relaxation: Relaxation,
    begin: () => void,
    onStep?: () => void,
    change?: WeightChange,
  ): Generator<Segment, void> {
    const { schedule, steps, stepSize, seed = 1 } = relaxation;
    const nextGroups = schedules[schedule].steps(this.movers(), seed);
    const tick = { kind: 'step', stepSize } as const;
    this.stepping = new Stepping(this.circuit, this.around, { nextGroups, tick, change });
    const { queue } = this.around;
    const beginSteps = () => {
      queue.stepBy(stepSize);
      begin();
    };
    yield { begin: beginSteps, until: () => this.start, end: onStep };
    for (let step = 1; step <= steps; step++) yield new StepSegment(this, step, onStep);
    yield {};
  }

  /** When that step is taken, in tau. */
  timeOf(step: number): number {
    return this.around.queue.tick(step);
  }

  /** Has a step taken at `time`. */
  planStep(step: number, time: number): void {
    const { queue } = this.around;
    queue.at(time, new Step(this, step), levels.ends);
  }

  /** The time of a step has come. */
  takeStep(step: number): void {
    this.stepping?.take(step);
  }

  private movers(): Mover[] {
    const { inputs, nodes } = this.layout;
    const relaxing = nodes.filter(({ role }) => role === 'relaxing');
    return this.around.rule.inputsRelax ? [...inputs, ...relaxing] : relaxing;
  }
}

/** A step of a relaxation that waits for its time. */
class Step implements Task {
  constructor(
    private readonly runner: ProtocolRunner,
    private readonly step: number,
  ) {}

  run(): void {
    this.runner.takeStep(this.step);
  }

  get saved(): SavedTask {
    return { owner: this.runner.address, what: this.step };
  }
}

/** The stretch that ends with a step. */
class StepSegment implements Segment {
  constructor(
    private readonly runner: ProtocolRunner,
    private readonly step: number,
    readonly end: (() => void) | undefined,
  ) {}

  begin(): void {
    this.runner.planStep(this.step, this.until());
  }

  until(): number {
    return this.runner.timeOf(this.step);
  }
}
