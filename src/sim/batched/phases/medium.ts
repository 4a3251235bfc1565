import { directNodes } from '../../../network/feedback-weights.js';
import type { LaidOutNode, Layout } from '../../../network/layout.js';
import type { Path, Rule } from '../../../rules/rule.js';
import { DueTalk } from './due-talk.js';
import { Gated } from './gated.js';
import { inletsRead } from './inlets-read.js';
import type { Memory } from './memory.js';
import type { Synapses } from './synapses.js';
import { tensorsOf, type Value } from './value.js';

/** Who is concerned, in the order of the layout: inputs, and nodes. */
export interface Unit {
  readonly name: string;
  readonly size: number;
  readonly distance: number;
  readonly node: LaidOutNode | undefined;
  readonly children: readonly { readonly name: string; readonly parent: number }[];
}

/** Synapses of one node's neurons from another's. */
export interface Connection<T> {
  readonly from: string;
  /** What a message of theirs comes to, weighed and summed, if nobody else speaks. */
  weigh(message: Value<T>): T;
}

/** What has been said on each path, and what of it arrives: weighed when it is first asked for. */
export class Medium<T> {
  /** By path, who said it, and the key. */
  private readonly said = new Map<string, Map<string, Map<string, Value<T>>>>();
  /** By path, who hears it, and the key; nothing where it has to be weighed anew. */
  private readonly sums = new Map<string, Map<string, Map<string, T>>>();

  /** By path and who speaks: who hears it. */
  private readonly reached = new Map<string, Map<string, readonly string[]>>();
  /** What was said before weights changed. */
  private readonly outdated = new Set<string>();
  readonly due = new DueTalk();

  constructor(
    private readonly memory: Memory<T>,
    private readonly layout: Layout,
    private readonly units: ReadonlyMap<string, Unit>,
    private readonly rule: Rule,
    readonly batch: number,
    private current: Synapses<T>,
  ) {}

  /** The synapses, with the parameters of the moment. */
  get synapses(): Synapses<T> {
    return this.current;
  }

  /** Weights have changed: what is said from now on is weighed by these, even if it is said again. */
  change(synapses: Synapses<T>): void {
    this.current = synapses;
    for (const [path, speakers] of this.said)
      for (const [name, keys] of speakers)
        for (const key of keys.keys()) this.outdated.add(`${path}/${name}/${key}`);
  }

  /** Somebody speaks; what was said before under other keys stands. */
  say(path: string, unit: Unit, key: string, value: Value<T>): void {
    const said = entry(entry(this.said, path), unit.name);
    // Said again, with the weights as they were: what arrives is the same.
    const outdated = this.outdated.delete(`${path}/${unit.name}/${key}`);
    const before = said.get(key);
    if ((before === value || (before instanceof Gated && before.is(value))) && !outdated) return;
    said.set(key, value);
    for (const hearer of this.hearers(path, unit)) this.sums.get(path)?.get(hearer)?.delete(key);
  }

  /** Names of those whom somebody's messages reach. */
  hearers(path: string, unit: Unit): readonly string[] {
    const known = entry(this.reached, path);
    let names = known.get(unit.name);
    if (!names) {
      names = this.findHearers(path, unit);
      known.set(unit.name, names);
    }
    return names;
  }

  /** What a synapse from there has last heard; 0 where nothing was said. */
  heard(path: string, from: string, key: string): Value<T> {
    this.due.speakOf(path, key);
    return this.said.get(path)?.get(from)?.get(key) ?? 0;
  }

  /** Sum of weight * what was last said under a key. */
  arrived(path: string, unit: Unit, key: string): Value<T> {
    this.due.speakOf(path, key);
    const sums = entry(entry(this.sums, path), unit.name);
    const known = sums.get(key);
    if (known !== undefined) return known;
    const sum = this.weigh(path, unit, key);
    if (sum !== undefined) sums.set(key, sum);
    return sum ?? 0;
  }

  /** Where what arrives on a path comes from. */
  connections(path: string, { node, children }: Unit): readonly Connection<T>[] {
    const { way, inputs } = this.rule.paths[path];
    if (way === 'up') return node ? this.alone(node.parents, this.synapses.forward[node.name].current) : [];
    if (way === 'direct')
      return node && this.synapses.direct[node.name]
        ? this.alone(this.layout.outputs, this.synapses.direct[node.name].current)
        : [];
    if (!node && !inputs) return [];
    const projections = this.synapses.down[path];
    return children.map(({ name, parent }) => ({
      from: name,
      weigh: (message) => {
        const whole = this.full(message, this.units.get(name)!.size);
        const gate = message instanceof Gated ? message.gate : undefined;
        return projections[name].feedback(parent, whole, gate);
      },
    }));
  }

  /** All that was said, and that anybody reads, is weighed by the weights as they are, before they change. */
  settle(): void {
    for (const { path, key } of inletsRead(this.rule)) {
      if (!this.said.has(path)) continue;
      for (const unit of this.units.values()) this.arrived(path, unit, key);
    }
  }

  /** Every tensor that is kept. */
  *tensors(): Iterable<T> {
    for (const units of this.said.values())
      for (const keys of units.values()) for (const value of keys.values()) yield* tensorsOf(value);
    for (const units of this.sums.values()) for (const keys of units.values()) yield* keys.values();
  }

  /** A tensor [batch, units] of it; of what is said towards ports, before that of each is multiplied by. */
  full(value: Value<T>, size: number): T {
    const base = value instanceof Gated ? value.base : value;
    return typeof base === 'number' ? this.memory.constant(base, [this.batch, size]) : base;
  }

  /** Slopes of a node's neurons towards their ports, by what has come up under a key; 1 where ports are added. */
  gate(node: LaidOutNode, key: string): Value<T> {
    const { gate } = this.synapses.forward[node.name];
    if (!gate) return 1;
    const up = Object.entries(this.rule.paths).find(([, { way }]) => way === 'up')![0];
    return new Gated(1, gate(this.parts(up, node.parents, key)));
  }

  private findHearers(path: string, { node, children }: Unit): readonly string[] {
    const { way, inputs }: Path = this.rule.paths[path];
    if (way === 'up') return children.map(({ name }) => name);
    if (way === 'direct') return directNodes(this.layout).map(({ name }) => name);
    const below = node?.parents.map(({ name }) => name) ?? [];
    return inputs ? below : below.filter((name) => this.units.get(name)!.node);
  }

  private weigh(path: string, unit: Unit, key: string): T | undefined {
    const { way } = this.rule.paths[path];
    const spoken = this.connections(path, unit).filter(({ from }) => this.spoke(path, from, key));
    if (spoken.length === 0) return undefined;
    const { node } = unit;
    if (way === 'up') return this.synapses.forward[node!.name].current(this.parts(path, node!.parents, key));
    if (way === 'direct')
      return this.synapses.direct[node!.name].current(this.parts(path, this.layout.outputs, key));
    const parts = spoken.map(({ from, weigh }) => weigh(this.heard(path, from, key)));
    return this.memory.m.sum(parts);
  }

  private alone(from: readonly Source[], weigh: (parts: readonly T[]) => T): readonly Connection<T>[] {
    return from.map(({ name }, i) => ({
      from: name,
      weigh: (message) => weigh(from.map(({ size }, k) => this.full(k === i ? message : 0, size))),
    }));
  }

  private parts(path: string, from: readonly Source[], key: string): T[] {
    return from.map(({ name, size }) => this.full(this.heard(path, name, key), size));
  }

  private spoke(path: string, name: string, key: string): boolean {
    return this.said.get(path)?.get(name)?.has(key) ?? false;
  }
}

type Source = Pick<Unit, 'name' | 'size'>;

function entry<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let inner = map.get(key);
  if (!inner) {
    inner = new Map();
    map.set(key, inner);
  }
  return inner;
}
