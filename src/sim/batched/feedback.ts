import type { LaidOutNode } from '../../network/layout.js';
import type { ByName } from './forward.js';
import type { Problem } from './solver.js';

/** The feedback that nodes have delivered to their relaxing parents: what the synapses last said. */
export class Deliveries<T> {
  private readonly latest = new Map<string, T>();
  private readonly relaxing: ReadonlySet<string>;

  constructor(private readonly problem: Problem<T>) {
    const moving = problem.layout.nodes.filter((node) => node.role === 'relaxing');
    this.relaxing = new Set(moving.map(({ name }) => name));
  }

  /** The node tells each of its relaxing parents of its activity. */
  tell(node: LaidOutNode, activity: T): void {
    const { m, rule, sweep, projections } = this.problem;
    const places = [...node.parents.keys()].filter((place) => this.relaxing.has(node.parents[place].name));
    if (places.length === 0) return;
    const delivered = m.scope(() => {
      const message = rule.neuron.feedback(m, { activity, slope: sweep.slope[node.name] });
      return places.map((place) => projections[node.name].feedback(place, message));
    });
    for (const [i, place] of places.entries()) this.replace(`${node.name}/${place}`, delivered[i]);
  }

  /** Sum of what a node's children told it, and of its own error if it is an output. */
  drive(node: LaidOutNode): T {
    const { m, error } = this.problem;
    const parts = node.children.map((child) => this.latest.get(`${child.name}/${child.parent}`) as T);
    if (node.loss) parts.push(error[node.name]);
    return parts.reduce((sum, part) => m.add(sum, part));
  }

  private replace(key: string, tensor: T): void {
    const old = this.latest.get(key);
    if (old !== undefined) this.problem.m.free([old as T]);
    this.latest.set(key, tensor);
  }
}

/** Activities as the relaxation begins: clamped outputs at their error, all others at their forward activity or 0. */
export function startingActivities<T>({ m, layout, sweep, error, relaxation }: Problem<T>): ByName<T> {
  const start = ({ name, role }: LaidOutNode) => {
    if (role === 'clamped') return error[name];
    return relaxation.initial === 'zero' ? m.affine(sweep.activity[name], 0, 0) : sweep.activity[name];
  };
  return Object.fromEntries(layout.nodes.map((node) => [node.name, start(node)]));
}
