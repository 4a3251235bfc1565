import type { LaidOutNode, Layout } from '../../../network/layout.js';
import type { Path, Rule } from '../../../rules/rule.js';
import type { Device } from '../device.js';
import type { Synapses } from './synapses.js';
import type { Value } from './value.js';

/** Who is concerned, in the order of the layout: inputs, and nodes. */
export interface Unit {
  readonly name: string;
  readonly size: number;
  readonly distance: number;
  readonly node: LaidOutNode | undefined;
  readonly children: readonly { readonly name: string; readonly parent: number }[];
}

/** What has been said on each path, and what of it arrives: weighed when it is first asked for. */
export class Medium<T> {
  /** By path, who said it, and the key. */
  private readonly said = new Map<string, Map<string, Map<string, Value<T>>>>();
  /** By path, who hears it, and the key; nothing where it has to be weighed anew. */
  private readonly sums = new Map<string, Map<string, Map<string, T>>>();

  /** What was said before weights changed. */
  private readonly outdated = new Set<string>();

  constructor(
    private readonly m: Device<T>,
    private readonly layout: Layout,
    private readonly units: ReadonlyMap<string, Unit>,
    private readonly rule: Rule,
    private readonly batch: number,
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
    if (said.get(key) === value && !outdated) return;
    said.set(key, value);
    for (const hearer of this.hearers(this.rule.paths[path], unit)) {
      this.sums.get(path)?.get(hearer)?.delete(key);
    }
  }

  /** What a synapse from there has last heard; 0 where nothing was said. */
  heard(path: string, from: string, key: string): Value<T> {
    return this.said.get(path)?.get(from)?.get(key) ?? 0;
  }

  /** Sum of weight * what was last said under a key. */
  arrived(path: string, unit: Unit, key: string): Value<T> {
    const sums = entry(entry(this.sums, path), unit.name);
    const known = sums.get(key);
    if (known !== undefined) return known;
    const sum = this.weigh(path, unit, key);
    if (sum !== undefined) sums.set(key, sum);
    return sum ?? 0;
  }

  /** All that was said is weighed by the weights as they are, before they change. */
  settle(): void {
    for (const [path, speakers] of this.said) {
      const keys = new Set([...speakers.values()].flatMap((said) => [...said.keys()]));
      for (const key of keys) for (const unit of this.units.values()) this.arrived(path, unit, key);
    }
  }

  /** Every tensor that is kept. */
  *tensors(): Iterable<T> {
    for (const units of this.said.values())
      for (const keys of units.values())
        for (const value of keys.values()) if (typeof value !== 'number') yield value;
    for (const units of this.sums.values()) for (const keys of units.values()) yield* keys.values();
  }

  /** A tensor [batch, units] of it. */
  full(value: Value<T>, size: number): T {
    if (typeof value !== 'number') return value;
    return this.m.upload(new Float64Array(this.batch * size).fill(value), [this.batch, size]);
  }

  private hearers({ way }: Path, unit: Unit): readonly string[] {
    if (way === 'up') return unit.children.map(({ name }) => name);
    if (way === 'down') return unit.node?.parents.map(({ name }) => name) ?? [];
    return this.layout.nodes.filter((node) => !node.loss).map(({ name }) => name);
  }

  private weigh(path: string, unit: Unit, key: string): T | undefined {
    const { way } = this.rule.paths[path];
    if (way === 'up') return this.weighUp(path, unit, key);
    return way === 'down' ? this.weighDown(path, unit, key) : this.weighDirect(path, unit, key);
  }

  private weighUp(path: string, { node }: Unit, key: string): T | undefined {
    if (!node?.parents.some(({ name }) => this.spoke(path, name, key))) return undefined;
    return this.synapses.forward[node.name].current(this.parts(path, node.parents, key));
  }

  private weighDown(path: string, { node, children }: Unit, key: string): T | undefined {
    const { weights, inputs } = this.rule.paths[path];
    if (!node && !inputs) return undefined;
    const { forward, made, own } = this.synapses;
    const projections = made[path] ?? (weights === undefined ? forward : own);
    const parts = children
      .filter(({ name }) => this.spoke(path, name, key))
      .map(({ name, parent }) => {
        const said = this.full(this.heard(path, name, key), this.units.get(name)!.size);
        return projections[name].feedback(parent, said);
      });
    return parts.length === 0 ? undefined : parts.reduce((sum, part) => this.m.add(sum, part));
  }

  private weighDirect(path: string, { node }: Unit, key: string): T | undefined {
    const { outputs } = this.layout;
    if (!node || node.loss || !outputs.some(({ name }) => this.spoke(path, name, key))) return undefined;
    const said = this.m.concat(this.parts(path, outputs, key));
    return this.m.matMulTransposed(said, this.synapses.direct[node.name]);
  }

  private parts(
    path: string,
    from: readonly { readonly name: string; readonly size: number }[],
    key: string,
  ): T[] {
    return from.map(({ name, size }) => this.full(this.heard(path, name, key), size));
  }

  private spoke(path: string, name: string, key: string): boolean {
    return this.said.get(path)?.get(name)?.has(key) ?? false;
  }
}

function entry<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let inner = map.get(key);
  if (!inner) {
    inner = new Map();
    map.set(key, inner);
  }
  return inner;
}
