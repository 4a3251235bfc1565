import { numberOfSteps } from '../../../rules/names.js';
import type { Formula, Phase, Signals } from '../../../rules/rule.js';
import type { Neurons } from './neurons.js';
import type { Look } from './solver.js';
import { solvers } from './solvers.js';
import { type Given, Stage } from './stage.js';
import { perform } from './statements.js';
import type { Value } from './value.js';

/** Looks at a presentation after some of its steps, which are counted through all its phases. */
export interface Frames<T> {
  keeps(step: number): boolean;
  take(presentation: Presentation<T>, step: number): void;
}

/** Whoever looks on. */
export interface Watcher<T> {
  /** Of phases that have steps: after some of 0, 1, ... of them. */
  readonly frames?: Frames<T> | undefined;
  onEnd?(phase: Phase, presentation: Presentation<T>): void;
}

/** The presentation of a batch under a rule, phase by phase, on whole nodes. */
export class Presentation<T> {
  readonly stage: Stage<T>;
  /** What everybody is told before any step. */
  readonly atRest: Signals;
  private steps = 0;

  constructor(
    readonly given: Given<T>,
    private readonly watcher: Watcher<T> = {},
  ) {
    this.stage = new Stage(given);
    this.atRest = { stepSize: 1, step: 0, ...given.told };
  }

  /** Plays the phases, up to one and with it, or all. */
  play(last?: string): void {
    for (const phase of this.given.rule.phases) {
      this.playPhase(phase);
      if (phase.name === last) return;
    }
  }

  /** A state of a node as it is now, [batch, units]: kept until the scope ends that all of this is in. */
  keep(node: string, name: string): T {
    const tensor = this.state(node, name);
    this.stage.keep(tensor);
    return tensor;
  }

  /** A state of a node, [batch, units]. */
  state(node: string, name: string): T {
    const neurons = this.stage.neurons.get(node)!;
    return neurons.full(neurons.state(name));
  }

  /** What a formula makes of what the neurons of a node know, [batch, units]. */
  readonly evaluate = (neurons: Neurons<T>, formula: Formula, signals: Signals = this.atRest): T =>
    neurons.full(formula<Value<T>>(this.stage.values, neurons.view, signals));

  private playPhase(phase: Phase): void {
    const { stage, watcher } = this;
    const { units } = stage;
    const signals = { ...this.atRest, stepSize: phase.stepSize ?? 1 };
    if (phase.order && phase.steps === undefined) {
      const inOrder = phase.order === 'up' ? units : [...units].reverse();
      for (const unit of inOrder) perform(stage, [unit], signals, phase.begins, phase.talk, phase.ends);
    } else {
      perform(stage, units, signals, phase.begins);
      const look = this.lookAt(phase);
      // Without steps there is nothing to solve.
      const solver = numberOfSteps(phase) === 0 && !phase.moves ? 'euler' : this.given.course.solver;
      solvers[solver]({ stage, phase, signals, look });
      perform(stage, units, signals, phase.ends);
    }
    watcher.onEnd?.(phase, this);
  }

  /** Each phase that has steps begins where the last one ended: that is shown once, as it ended. */
  private lookAt(phase: Phase): Look | undefined {
    const { frames } = this.watcher;
    if (!frames || phase.steps === undefined) return undefined;
    const before = this.steps;
    this.steps += numberOfSteps(phase);
    return {
      keeps: (step) => (step > 0 || before === 0) && frames.keeps(before + step),
      take: (step) => frames.take(this, before + step),
    };
  }
}
