import type { Tick } from '../../../messages/clock.js';
import type { WeightChange } from '../../../messages/message.js';
import type { Task } from '../../../messages/task.js';
import { InputActor } from '../../../neurons/input-actor.js';
import type { Group } from '../../schedule.js';
import type { Circuit } from '../build/circuit.js';
import type { Surroundings } from '../surroundings.js';

/** How a relaxation steps. */
export interface StepOptions {
  /** The groups of the schedule, in one step after the other. */
  readonly nextGroups: () => readonly Group[];
  readonly tick: Tick;
  /** By which weights change in a step, where they do during the relaxation. */
  readonly change: WeightChange | undefined;
}

/**
 * The steps of a relaxation: in each, the groups of the schedule follow each other in rounds of one instant. What is made
 * anew at every step is an object of a class: tools that keep the names of functions make closures slow.
 */
export class Stepping {
  private made = 0;

  constructor(
    private readonly circuit: Circuit,
    private readonly around: Surroundings,
    private readonly options: StepOptions,
  ) {}

  /** Takes a step, the first being 1. A random order goes on from where it was: after a restoration, too. */
  take(step: number): void {
    const { nextGroups, change } = this.options;
    for (; this.made < step - 1; this.made++) nextGroups();
    this.made++;
    // Weights that change during the relaxation change by what neurons know before the step.
    if (change) this.circuit.signals.next({ kind: 'learn' });
    this.round(nextGroups(), 0);
  }

  /** Has a group move; what it says reaches the next. */
  round(groups: readonly Group[], index: number): void {
    const { tick, change } = this.options;
    if (index === groups.length) {
      if (change) this.changeWeights(change);
      return;
    }
    tickGroup(this.circuit, groups[index], tick);
    this.afterReactions(new Round(this, groups, index + 1));
  }

  // Where activity is said upward, too, feedback follows a round later.
  private afterReactions(next: Round): void {
    const { queue, rule } = this.around;
    if (rule.carriesUp === 'always') queue.soon({ run: () => queue.soon(next) });
    else queue.soon(next);
  }

  private changeWeights(change: WeightChange): void {
    const { signals, inputs } = this.circuit;
    signals.next({ kind: 'update', change });
    signals.next({ kind: 'repeat' });
    if (this.around.rule.carriesUp !== 'always') return;
    for (const input of Object.values(inputs).flat()) {
      if (input instanceof InputActor) input.repeat();
    }
  }
}

/** The turn of the next group. */
class Round implements Task {
  constructor(
    private readonly stepping: Stepping,
    private readonly groups: readonly Group[],
    private readonly index: number,
  ) {}

  run(): void {
    this.stepping.round(this.groups, this.index);
  }
}

/** What the clocks of a group say. */
export function tickGroup({ clocks, neurons }: Circuit, { movers, unit }: Group, tick: Tick): void {
  for (const { name } of movers) {
    if (unit === undefined) clocks[name].tick(tick);
    else neurons[name][unit].tick(tick);
  }
}
