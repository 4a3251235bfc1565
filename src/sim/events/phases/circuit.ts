import { type LaidOutNode, type Layout, parameterName } from '../../../network/layout.js';
import { type Columns, type Cursor, cursorsFor, type Vocabulary } from '../../../neurons/phases/cursor.js';
import { Population } from '../../../neurons/phases/population.js';
import type { Meant, Rule, Who } from '../../../rules/rule.js';
import { biasSynapses, TiledBias } from '../../../synapses/phases/bias.js';
import type { Late } from '../../../synapses/phases/line.js';
import { MadeWeights } from '../../../synapses/phases/made-weights.js';
import type { PortVoice } from '../../../synapses/phases/port-voice.js';
import {
  degreesOf,
  type Grain,
  type Projection,
  type Synapses,
} from '../../../synapses/phases/projection.js';
import type { Weights } from '../../../synapses/phases/weights.js';
import { type Connected, wire } from '../../../synapses/phases/wire.js';
import { relaysOf } from '../../relays.js';
import { isMeant } from '../../roles.js';
import { movesFirst } from './first-move.js';
import type { PhasedMedium } from './medium.js';
import { type MovingAct, movingAct } from './motions.js';
import { Turns } from './passages.js';
import { type Act, type Step, scriptOf, vocabularyOf } from './script.js';
import { Talk } from './talk.js';
import { portsFor, projectionsOf } from './wiring.js';

/** A population and what it is in the network. */
export interface Member {
  readonly population: Population;
  readonly node: LaidOutNode | undefined;
}

/** Of neurons that have no parameter for it. */
const fixedBias = (node: LaidOutNode | undefined, size: number): Float64Array =>
  new Float64Array(size).fill(node?.type.offset?.(node.spec) ?? 0);

type Place = Pick<LaidOutNode, 'name' | 'size' | 'distance'>;

/** Neurons and synapses of a network, wired for the paths of a rule. */
export class PhasedCircuit {
  /** Inputs and nodes, in the order of the layout. */
  readonly members: readonly Member[];
  readonly script: readonly Act[];
  readonly states: readonly string[];
  readonly vocabulary: Vocabulary;
  private readonly byName: ReadonlyMap<string, Member>;
  readonly projections: readonly Projection[];
  /** Of each projection. */
  readonly synapses: readonly Synapses[];
  /** Of each projection: what its synapses make of where those that they hear will be. */
  readonly futures: readonly Connected['futures'][];
  /** Of each projection, where it begins at ports: what is said there. */
  readonly ports: readonly (PortVoice | undefined)[];
  /** Of each projection, where messages to it are under way. */
  readonly lines: readonly (Late | undefined)[];
  /** Of the parameters, those that its synapses and neurons have. */
  readonly used: ReadonlyMap<string, Weights>;
  private readonly acts = new Map<Act, MovingAct | undefined>();
  private readonly talks = new Map<Act, Talk>();
  private readonly made = new Set<Pick<MadeWeights, 'remake'>>();
  private readonly meant = new Map<Meant | Who, readonly Member[]>();
  readonly turns = new Turns(this);
  /** Of steps, those that pass on at once what they hear, outputs first. */
  readonly relays: readonly Member[];

  /** @param weights every parameter by name */
  constructor(
    readonly layout: Layout,
    readonly rule: Rule,
    readonly weights: ReadonlyMap<string, Weights>,
    grain: Grain,
    readonly medium: PhasedMedium,
  ) {
    const words = vocabularyOf(rule);
    this.vocabulary = words;
    this.states = words.states;
    this.script = scriptOf(rule, words);
    const cursorOver: (columns: Columns) => Cursor = cursorsFor(words);
    const member = (place: Place, node?: LaidOutNode): Member => {
      const { name, size, distance } = place;
      const bias = weights.get(node ? node.called('bias') : parameterName(name, 'bias'));
      const { activation, loss } = node ?? {};
      const ports = node && portsFor(node);
      const kind = { name, size, activation, loss, distance, ports, bias: this.biasOf(bias, node, size) };
      const cells = medium.cellsOf(name);
      const noisy = cells && words.states.indexOf(movesFirst(rule, node) ?? '');
      const population = new Population({ ...kind, cells, noisy }, words, cursorOver);
      if (bias && 'up' in words.paths) population.afferents.up.push(biasSynapses(bias, node));
      return { population, node };
    };
    this.members = [
      ...layout.inputs.map((input) => member(input)),
      ...layout.nodes.map((node) => member(node, node)),
    ];
    this.byName = new Map(this.members.map((one) => [one.population.name, one]));
    this.relays = relaysOf(layout, rule).map(({ name }) => this.byName.get(name)!);
    const populations = new Map(this.members.map(({ population }) => [population.name, population]));
    this.projections = projectionsOf({ medium, layout, populations, weights }, rule);
    const connected = this.projections.map((projection) => {
      const { from, to, path } = projection;
      return wire(projection, grain, medium.queue, `${from.name}/${path}/${to.name}`);
    });
    this.synapses = connected.map(({ synapses }) => synapses);
    this.ports = connected.map(({ ports }) => ports);
    this.futures = connected.map(({ futures }) => futures);
    this.lines = connected.map(({ late }) => late);
    const carrying = new Set(this.projections.flatMap((one) => [one.weights.name, one.mate.weights.name]));
    const own = [...weights].filter(([name]) => carrying.has(name) || name.endsWith('.bias'));
    this.used = new Map(own);
    for (const { weights } of this.projections) if (weights instanceof MadeWeights) this.made.add(weights);
  }

  /** A number for each neuron: the parameter itself, or where that has fewer, each as often as it is meant. */
  private biasOf(bias: Weights | undefined, node: LaidOutNode | undefined, size: number): Float64Array {
    if (!bias) return fixedBias(node, size);
    if (bias.values.length === size) return bias.values;
    const tiled = new TiledBias(bias, size);
    this.made.add(tiled);
    return tiled.values;
  }

  /** Those for whom a statement is meant, or to whom a word applies. */
  of(meant: Meant | Who): readonly Member[] {
    const key = typeof meant === 'string' || meant.at ? meant : meant.who;
    let members = this.meant.get(key);
    if (!members) {
      members = this.members.filter((one) => isMeant(meant, one));
      this.meant.set(key, members);
    }
    return members;
  }

  /** How many paths the rule has. */
  get paths(): number {
    return Object.keys(this.rule.paths).length;
  }

  population(name: string): Population {
    return this.byName.get(name)!.population;
  }

  /** A phase in which states move by an equation, if it is one. */
  moving(act: Act): MovingAct | undefined {
    if (!this.acts.has(act)) this.acts.set(act, movingAct(this, act));
    return this.acts.get(act);
  }

  /** The talk of a phase, as it goes on. */
  talk(act: Act): Talk {
    let talk = this.talks.get(act);
    if (!talk) {
      talk = new Talk(this, act);
      this.talks.set(act, talk);
    }
    return talk;
  }

  /** The column of a state of a node's neurons. */
  column(node: string, state: string): Float64Array {
    return this.population(node).states[this.states.indexOf(state)];
  }

  /** How many messages each neuron receives while those who are meant talk. */
  awaited(population: Population, talk: readonly Step[]): Int32Array {
    const messages = new Int32Array(population.size);
    for (const projection of this.projections) {
      const { from, to, path, carries } = projection;
      if (to !== population || !carries) continue;
      const speaker = this.byName.get(from.name)!;
      const said = talk.filter((one) => one.kind === 'say' && one.path === path && isMeant(one, speaker));
      if (said.length === 0) continue;
      const degrees = degreesOf(projection);
      for (let unit = 0; unit < messages.length; unit++) messages[unit] += said.length * degrees[unit];
    }
    return messages;
  }

  /** Weights have changed: those that are made of others follow. */
  remake(): void {
    for (const weights of this.made) weights.remake();
  }

  /** All that was said is weighed by weights as they are; what is said from now on, by those that will be. */
  settle(): void {
    for (const { population } of this.members) population.settle();
    for (const synapses of this.synapses) synapses.renew();
  }

  /** From now on what arrives is no news to anybody, or is again. */
  hush(hushed: boolean): void {
    for (const { population } of this.members) population.arrivals.hushed = hushed;
  }

  /** Nothing has been said. */
  clear(): void {
    for (const synapses of this.synapses) synapses.clear();
    for (const line of this.lines) line?.clear();
    for (const ports of this.ports) ports?.clear();
  }
}
