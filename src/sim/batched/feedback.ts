import type { ByName } from './forward.js';
import { neuronsAt } from './moment.js';
import type { Problem, RelaxationNode } from './solver.js';

/** The feedback that nodes have delivered to their relaxing parents: what the synapses last said. */
export class Deliveries<T> {
  private readonly latest = new Map<string, T>();
  private readonly byName: ReadonlyMap<string, RelaxationNode>;
  /** Nodes that have something new to say. */
  private readonly stale: Set<string>;

  /** @param activity every node's, as it is: the solver changes it */
  constructor(
    private readonly problem: Problem<T>,
    private readonly activity: Readonly<ByName<T>>,
  ) {
    this.byName = new Map(problem.nodes.map((node) => [node.name, node]));
    this.stale = new Set(this.byName.keys());
  }

  /** A node has moved: it says so; so do those above whose derivatives depend on it. */
  moved({ name, children }: Pick<RelaxationNode, 'name' | 'children'>): void {
    this.stale.add(name);
    if (this.problem.rule.neuron.linear) return;
    for (const child of children) this.stale.add(child.name);
  }

  /** What all of them say weighs differently now. */
  weightsChanged(): void {
    for (const name of this.byName.keys()) this.stale.add(name);
  }

  /** Has the children of these nodes say what they have to say. Outside of scopes: it is kept. */
  renew(parents: readonly Pick<RelaxationNode, 'children'>[]): void {
    for (const { name } of parents.flatMap(({ children }) => children)) {
      if (this.stale.delete(name)) this.tell(this.byName.get(name)!);
    }
  }

  /** Sum of what a node's children told it, and of its own error if it is an output. */
  drive({ name }: Pick<RelaxationNode, 'name'>): T {
    const { m, error } = this.problem;
    const { children, loss } = this.byName.get(name)!;
    const parts = children.map((child) => this.latest.get(`${child.name}/${child.parent}`) as T);
    if (loss) parts.push(error[name]);
    return parts.reduce((sum, part) => m.add(sum, part));
  }

  private tell(node: RelaxationNode): void {
    const { m, rule, projections } = this.problem;
    const { activity } = this;
    const moving = (name: string) => this.byName.get(name)?.role === 'relaxing';
    const places = [...node.parents.keys()].filter((place) => moving(node.parents[place].name));
    const delivered = m.scope(() => {
      const message = rule.neuron.feedback(m, neuronsAt(this.problem, node, activity));
      return places.map((place) => projections[node.name].feedback(place, message));
    });
    for (const [i, place] of places.entries()) this.replace(`${node.name}/${place}`, delivered[i]);
  }

  private replace(key: string, tensor: T): void {
    const old = this.latest.get(key);
    if (old !== undefined) this.problem.m.free([old as T]);
    this.latest.set(key, tensor);
  }
}

/** Activities as the relaxation begins: clamped outputs at their error, all others at their forward activity or 0. */
export function startingActivities<T>({ m, nodes, sweep, error, relaxation }: Problem<T>): ByName<T> {
  const start = ({ name, role }: RelaxationNode) => {
    if (role === 'clamped') return error[name];
    return relaxation.initial === 'zero' ? m.affine(sweep.activity[name], 0, 0) : sweep.activity[name];
  };
  return Object.fromEntries(nodes.map((node) => [node.name, start(node)]));
}
