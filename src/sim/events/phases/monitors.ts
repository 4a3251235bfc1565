import { mapLinear, type Trajectory, valueAt } from '../../../math/trajectory.js';
import type { MessageKind, RuleMessage } from '../../../messages/message.js';
import type { Afferents, AnyTerm, Population } from '../../../neurons/phases/population.js';
import type { Outlet, Voice } from '../../../neurons/phases/voice.js';
import type { Line, Single } from '../../../synapses/phases/line.js';
import type { Projection } from '../../../synapses/phases/projection.js';
import { type Synapse, synapsesOf } from './one-by-one.js';

/** Whoever listens, and to whom: wired beside the synapses that hear the same, and to nobody else. */
export interface Listener {
  now(): number;
  hear(message: RuleMessage): void;
}

/** Hears what some neurons of a population say on a path. */
export class SaidMonitor implements Outlet {
  readonly fan = 0;
  private readonly voice: Voice;
  private readonly address: string;

  /** @param chosen by unit @param target who hears it */
  constructor(
    { name, voices }: Population,
    private readonly path: string,
    private readonly chosen: ReadonlySet<number>,
    private readonly target: string,
    private readonly listener: Listener,
  ) {
    this.voice = voices[path];
    this.address = name;
  }

  hear(keys: readonly number[], speakers: Int32Array): void {
    const { voice, chosen, target, listener } = this;
    // What no synapse hears is no message.
    if (voice.fan === 0) return;
    const say = sayer(voice, this.path, keys);
    for (const unit of speakers) {
      if (!chosen.has(unit)) continue;
      const told = say((column) => column[unit]);
      listener.hear({ time: listener.now(), source: `${this.address}[${unit}]`, target, ...told });
    }
  }

  foretell(keys: readonly number[], speakers: Int32Array): void {
    const { voice, chosen, target, listener } = this;
    if (voice.fan === 0) return;
    for (const unit of speakers) {
      if (!chosen.has(unit)) continue;
      const told = tell(voice, this.path, keys, (key) => voice.foretold(key).at(unit), listener.now());
      listener.hear({ time: listener.now(), source: `${this.address}[${unit}]`, target, ...told });
    }
  }
}

/** Hears what some synapses of a projection bring, when they have heard it. */
export class CarriedMonitor implements Outlet, Single {
  readonly fan = 0;
  /** By who speaks: the synapses to those at the other end. */
  private readonly ends: ReadonlyMap<number, readonly Synapse[]>;

  /** @param chosen places in the parameter @param addressOf what a place is called */
  constructor(
    private readonly projection: Projection,
    private readonly line: Line,
    chosen: ReadonlySet<number>,
    private readonly addressOf: (place: number) => string,
    private readonly listener: Listener,
  ) {
    const { size, silent } = projection.from;
    const ends = new Map<number, Synapse[]>();
    for (const one of synapsesOf(projection)) {
      if (!chosen.has(one.place) || silent?.[one.pre % size]) continue;
      ends.set(one.pre, [...(ends.get(one.pre) ?? []), one]);
    }
    this.ends = ends;
  }

  /** None of the chosen is in it. */
  get empty(): boolean {
    return this.ends.size === 0;
  }

  hear(keys: readonly number[], speakers: Int32Array): void {
    for (const pre of speakers) for (const one of this.ends.get(pre) ?? []) this.tell(keys, one);
  }

  arrive(keys: readonly number[], pre: number, post: number): void {
    for (const one of this.ends.get(pre) ?? []) if (one.post === post) this.tell(keys, one);
  }

  reach(keys: readonly number[], k: number): void {
    const { pattern } = this.projection;
    for (const one of this.ends.get(pattern!.from[k]) ?? []) if (one.k === k) this.tell(keys, one);
  }

  arriveAtAll(keys: readonly number[], places: Int32Array, speaks: Uint8Array | undefined): void {
    const { size } = this.projection.from;
    for (const place of places) {
      const pre = place % size;
      if (!speaks || speaks[pre]) this.arrive(keys, pre, Math.floor(place / size));
    }
  }

  foretell(keys: readonly number[], speakers: Int32Array): void {
    for (const pre of speakers) for (const one of this.ends.get(pre) ?? []) this.tell(keys, one, true);
  }

  foretellAt(keys: readonly number[], pre: number, post: number): void {
    for (const one of this.ends.get(pre) ?? []) if (one.post === post) this.tell(keys, one, true);
  }

  foretellTo(keys: readonly number[], k: number): void {
    const { pattern } = this.projection;
    for (const one of this.ends.get(pattern!.from[k]) ?? []) if (one.k === k) this.tell(keys, one, true);
  }

  /** @param future where values will be, not where they are */
  private tell(keys: readonly number[], { pre, post, place, k }: Synapse, future = false): void {
    const { projection, line, listener } = this;
    const { to, path, weights } = projection;
    const weigh = (value: number) => weights.values[place] * value;
    const heard = line.bySynapse ? k : pre + post * line.spread;
    const futureOf = (key: number) => mapLinear(line.foretold(key).at(heard), weigh);
    const told = future
      ? tell(line, path, keys, futureOf, listener.now())
      : sayer(line, path, keys)((column) => weigh(column[heard]));
    const ends = { source: this.addressOf(place), target: `${to.name}[${post % to.size}]` };
    listener.hear({ time: listener.now(), ...ends, ...told });
  }
}

/** What a term is called in messages. */
export interface NamedTerm {
  readonly kind: 'learn' | 'adapt';
  readonly term: number;
}

/** Hears what some neurons of a population tell their synapses of a path. */
export class TaughtMonitor implements Afferents {
  readonly fan = 0;

  /** @param synapses of that path that end at the population: what they belong to, and how many each neuron has */
  constructor(
    private readonly named: { readonly name: string; readonly path: string; readonly target: string },
    private readonly chosen: ReadonlySet<number>,
    private readonly termOf: (term: AnyTerm) => NamedTerm,
    private readonly listener: Listener,
  ) {}

  learn(term: AnyTerm, factors: Float64Array, units: Int32Array): void {
    const { chosen, listener } = this;
    const { name, path, target } = this.named;
    const { kind, term: number } = this.termOf(term);
    for (const unit of units) {
      if (!chosen.has(unit)) continue;
      const source = `${name}[${unit}]`;
      listener.hear({ time: listener.now(), source, target, kind, value: factors[unit], path, term: number });
    }
  }
}

type Told = Pick<RuleMessage, 'kind' | 'value' | 'values' | 'futures'>;

/** What a message under these keys says, of each who says it. */
function sayer(
  { keys: names, said }: Pick<Line, 'keys' | 'said'>,
  path: string,
  keys: readonly number[],
): (of: (column: Float64Array) => number) => Told {
  const kind: MessageKind = `${path}.${keys.map((key) => names[key]).join('+')}`;
  const [first] = keys;
  if (keys.length === 1) return (of) => ({ kind, value: of(said[first]) });
  return (of) => {
    const values = Object.fromEntries(keys.map((key) => [names[key], of(said[key])]));
    return { kind, value: values[names[first]], values };
  };
}

/** What a message under these keys says of where its values will be. */
function tell(
  { keys: names }: Pick<Line, 'keys'>,
  path: string,
  keys: readonly number[],
  futureOf: (key: number) => Trajectory,
  time: number,
): Told {
  const futures = keys.map((key) => [names[key], futureOf(key)] as const);
  const now = futures.map(([name, future]) => [name, valueAt(future, time)] as const);
  const kind: MessageKind = `${path}.${now.map(([name]) => name).join('+')}`;
  const values = now.length > 1 && { values: Object.fromEntries(now) };
  return { kind, value: now[0][1], ...values, futures: Object.fromEntries(futures) };
}
