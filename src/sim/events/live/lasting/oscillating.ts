import { after, multiple } from '../../../../math/time.js';
import { levels, type Task } from '../../../../messages/task.js';
import type { ErrorOf } from '../../../../neurons/phases/pool.js';
import type { Recipe } from '../../../../neurons/phases/recipe.js';
import { LastingNeurons, type LastingState } from './neurons.js';
import { type LastingParts, type LastingSurroundings, one } from './parts.js';

/** The rhythm of one neuron, in tau: cycle k is from `first` + k `period` on, and relaxes `forward` after that. */
export interface Rhythm {
  readonly first: number;
  readonly period: number;
  readonly forward: number;
}

type Part = 'relax' | 'learn';

/**
 * Neurons with one compartment and a rhythm of their own. In the forward part of its cycle each answers what comes from below
 * and says nothing down; in the rest its states move, and what comes from below has to wait. At the end it teaches its
 * synapses, unless something new has come from below since it began to move: then they do not know any more what it was about.
 */
export class Oscillating extends LastingNeurons {
  /** Neurons of one rhythm. */
  private readonly groups: readonly Int32Array[];
  /** By unit: 1 in the part of the cycle in which it moves. */
  private readonly relaxing: Uint8Array;
  /** By group. */
  private readonly cycles: Float64Array;

  constructor(
    around: LastingSurroundings,
    parts: LastingParts,
    private readonly rhythms: readonly Rhythm[],
  ) {
    super(around, parts);
    this.groups = groupsOf(rhythms);
    this.relaxing = new Uint8Array(this.population.size);
    this.cycles = new Float64Array(this.groups.length);
  }

  start(): void {
    for (const group of this.groups.keys()) this.plan('relax', group);
  }

  taskOf(what: unknown): Task {
    const [part, group] = what as readonly [Part, number];
    const run = () => (part === 'relax' ? this.relax(group) : this.learn(group));
    return { run, saved: { owner: this.address, what } };
  }

  protected run(units: Int32Array): void {
    const answering = units.filter((unit) => this.relaxing[unit] === 0 && this.news[unit] === 1);
    if (answering.length > 0) this.answer(answering);
    if (!this.aboveComplete) return;
    const moved = units.filter((unit) => this.relaxing[unit] === 1 && this.stirred[unit] === 1);
    if (moved.length === 0) return;
    this.foretell(moved);
  }

  override state(): OscillatingState {
    const { relaxing, cycles } = this;
    return { ...super.state(), relaxing: relaxing.slice(), cycles: cycles.slice() };
  }

  override restore(state: OscillatingState, pool?: ErrorOf): void {
    super.restore(state, pool);
    this.relaxing.set(state.relaxing);
    this.cycles.set(state.cycles);
  }

  private plan(part: Part, group: number): void {
    const { first, period, forward } = this.rhythms[this.groups[group][0]];
    const begins = (cycle: number) => after(first, multiple(cycle, period));
    const cycle = this.cycles[group];
    const relaxes = part === 'relax';
    const time = relaxes ? after(begins(cycle), forward) : begins(cycle + 1);
    this.around.queue.at(time, this.taskOf([part, group]), relaxes ? levels.begins : levels.ends);
  }

  private relax(group: number): void {
    const units = this.groups[group];
    for (const unit of units) this.relaxing[unit] = 1;
    this.begin(units, true);
    this.parts.speech.leak(units, this.around.queue.now(), this.around.signals);
    this.stir(units);
    this.plan('learn', group);
  }

  private learn(group: number): void {
    const units = this.groups[group];
    const { population, around, parts } = this;
    const { learned, rest } = parts.model;
    this.look(units);
    const knowing = units.filter((unit) => this.news[unit] === 0);
    const look = (recipe: Recipe) => population.look(recipe, around.signals, knowing).slice();
    const factors = learned.map(({ post = one }) => look(post));
    const values = rest.map(({ recipes }) => recipes.map(look));
    this.telling.sayRest(this.teach(knowing, factors), values);
    for (const unit of units) this.relaxing[unit] = 0;
    this.cycles[group]++;
    this.telling.hush(units);
    this.wakeUnits(units.filter((unit) => this.news[unit] === 1));
    this.plan('relax', group);
  }
}

function groupsOf(rhythms: readonly Rhythm[]): Int32Array[] {
  const groups = new Map<string, number[]>();
  for (const [unit, { first, period }] of rhythms.entries()) {
    const key = `${first} ${period}`;
    groups.set(key, [...(groups.get(key) ?? []), unit]);
  }
  return [...groups.values()].map((units) => Int32Array.from(units));
}

interface OscillatingState extends LastingState {
  readonly relaxing: Uint8Array;
  readonly cycles: Float64Array;
}
