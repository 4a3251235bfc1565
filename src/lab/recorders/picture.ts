import { numberOfSteps } from '../../rules/names.js';
import { steppingPhases } from '../../sim/continuous.js';
import type { EventSimulator } from '../../sim/events/engine.js';
import type { QuantityName } from '../../sim/events/watch/index.js';
import type { Rule } from '../../sim/rule.js';
import type { Relaxation } from '../../sim/simulator.js';
import { activities, type NodeActivities } from '../plots/index.js';
import { Thinned } from './thinned.js';

/** Numbers kept for a plot, and times at most. */
const maxNumbers = 1_000_000;
const maxTimes = 2000;

/**
 * How often a picture looks at a relaxation, in tau: after every step. In continuous time nothing happens then, and it looks
 * no more often than it can draw.
 */
export const drawEvery = ({ stepSize, duration = 0 }: Relaxation): number =>
  Math.max(stepSize, duration / (maxTimes - 1));

/** The same of a presentation under any rule: a rule in phases has steps of its own. */
export function drawEveryOf(rule: Rule, relaxation: Relaxation): number {
  if (rule.kind !== 'phases') return drawEvery(relaxation);
  const { phases } = rule.rule;
  const stepSize = phases.find((phase) => numberOfSteps(phase) > 0)?.stepSize ?? 1;
  return steppingPhases(rule.rule, relaxation).length > 0 ? stepSize : drawEvery({ ...relaxation, stepSize });
}

/** Looks at actors every so often, and draws them; it keeps no more than a plot can show, however long it looks. */
export class Picture {
  private readonly kept: Thinned;
  private readonly actors: readonly string[];
  private readonly stopping: { unsubscribe(): void };

  /** @param every in tau @throws {InputError} on names that are not there or have no such quantity, or an interval that is none */
  constructor(
    simulator: EventSimulator,
    private readonly quantity: QuantityName,
    selections: readonly string[],
    every: number,
    rule?: Rule,
  ) {
    const { actors, seen } = simulator.watch(quantity, selections, { every }, rule);
    const times = Math.floor(maxNumbers / (1 + actors.length));
    this.kept = new Thinned(Math.max(2, Math.min(maxTimes, times)), 1 + actors.length);
    this.actors = actors;
    this.stopping = seen.subscribe(({ time, values }) => this.kept.add(time, values));
  }

  stop(): void {
    this.stopping.unsubscribe();
  }

  /** Lines over time, a chart for each node, as standalone SVG. */
  svg(title: string): string {
    const times = [...this.kept.column(0)];
    const places = new Map<string, number[]>();
    for (const [i, actor] of this.actors.entries()) {
      const node = actor.slice(0, actor.lastIndexOf('['));
      places.set(node, [...(places.get(node) ?? []), i]);
    }
    const nodes = [...places].map(
      ([name, all]): NodeActivities => ({
        ...{ name, times, values: all.map((i) => this.kept.column(1 + i)) },
        names: all.map((i) => this.actors[i]),
      }),
    );
    const { stride } = this.kept;
    const caption = stride > 1 ? `Of the times looked at, one in ${stride} is drawn.` : '';
    const what = this.quantity === 'weight' ? 'synapses' : 'neurons';
    return activities({ title, nodes, quantity: this.quantity, what, caption });
  }
}
