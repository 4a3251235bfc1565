import type { Stateful } from '../../../../messages/state.js';
import type { Task, TaskOwner } from '../../../../messages/task.js';
import { Arrivals } from '../../../../neurons/phases/arrivals.js';
import { type ErrorOf, OwnError } from '../../../../neurons/phases/pool.js';
import type { Population } from '../../../../neurons/phases/population.js';
import type { TrajectorySpeechState } from '../../../../neurons/phases/trajectory-state.js';
import { answerBy, type LastingParts, type LastingSurroundings } from './parts.js';
import { Telling, type TellingState } from './telling.js';

/**
 * The neurons of a population that live by a rule though nobody tells them when anything begins or ends. Each answers what
 * comes from below, by the sweep of the rule; follows what comes from above by saying where its values will be; and has its
 * synapses learn when it finds it right. What it has heard stands until it hears something else.
 */
export abstract class LastingNeurons implements TaskOwner, Stateful<LastingState> {
  readonly address: string;
  readonly population: Population;
  /** Something new has come from below that each has not answered, and from above: 1. */
  protected readonly news: Uint8Array;
  protected readonly stirred: Uint8Array;
  /** Each has answered anything: 1. */
  private readonly answered: Uint8Array;
  /** By state, what the sweep left. */
  private readonly swept: readonly Float64Array[];
  protected readonly telling: Telling;
  /** Those who have not had their turn since they heard something. */
  private readonly turns: Arrivals;
  /** Of outputs: their targets are known. */
  private taught = false;

  constructor(
    protected readonly around: LastingSurroundings,
    protected readonly parts: LastingParts,
  ) {
    const { population } = parts.member;
    const { size, name } = population;
    const column = () => new Uint8Array(size);
    this.population = population;
    this.address = `${name}/rhythm`;
    this.news = column();
    this.stirred = column();
    this.answered = column();
    this.telling = new Telling(around, parts);
    this.swept = parts.model.swept.map(() => new Float64Array(size));
    this.turns = new Arrivals(size);
    this.turns.react(() => around.queue.soon({ run: () => this.run(this.turns.take()) }));
  }

  /** Begins its own rhythm, if it has one. */
  abstract start(): void;
  abstract taskOf(what: unknown): Task;
  /** Their turn. */
  protected abstract run(units: Int32Array): void;

  /** Something has come from below. */
  hearBelow(): void {
    if (!this.belowComplete) return;
    this.news.fill(1);
    this.wake();
  }

  /** Something has come from above. */
  hearAbove(): void {
    if (this.aboveComplete) this.hear();
  }

  /** They hear what they are wrong by, or that nobody knows. */
  hearTarget(targets: ArrayLike<number> | undefined, pool: ErrorOf | undefined): void {
    const { population, parts } = this;
    if (targets) population.target.set(targets);
    this.taught = targets !== undefined;
    this.judge(pool);
    if (parts.member.node) this.hear();
  }

  /** Something has come that each is to react to. */
  hear(): void {
    this.stirred.fill(1);
    this.wake();
  }

  protected get belowComplete(): boolean {
    return this.parts.below.every(({ complete }) => complete);
  }

  protected get aboveComplete(): boolean {
    return this.parts.above.every(({ complete }) => complete);
  }

  protected stir(units: Int32Array): void {
    for (const unit of units) {
      this.stirred[unit] = 1;
      this.turns.stir(unit);
    }
  }

  protected wakeUnits(units: Int32Array): void {
    for (const unit of units) this.turns.stir(unit);
  }

  /** They answer all that has come from below, and say so unless they said the same before. */
  protected answer(units: Int32Array): void {
    const { model, member } = this.parts;
    for (const unit of units) {
      this.news[unit] = 0;
      this.answered[unit] = 1;
    }
    answerBy(this.around, member, model.sweep, units);
    for (const [k, state] of model.swept.entries())
      for (const unit of units) this.swept[k][unit] = this.population.states[state][unit];
    this.parts.speech.put(model.left, units, this.around.queue.now(), this.around.signals);
  }

  /** States are what the sweep left, and what the rule has them begin with. @param moving those that move, too */
  protected begin(units: Int32Array, moving: boolean): void {
    const { population, parts, around, swept } = this;
    const { model } = parts;
    const moves = (state: number) => model.motion.moves.some((one) => one.state === state);
    for (const [k, state] of model.swept.entries())
      if (moving || !moves(state)) for (const unit of units) population.states[state][unit] = swept[k][unit];
    const when = this.taught ? 'taught' : 'free';
    const ready = units.filter((unit) => this.answered[unit] === 1);
    for (const { states, recipes } of model.begins[when])
      population.set(states, recipes, ready, around.signals);
    if (ready.length === units.length) return;
    const waiting = units.filter((unit) => this.answered[unit] === 0);
    for (const { states, recipes } of model.early[when])
      population.set(states, recipes, waiting, around.signals);
  }

  /** From where they are they follow what they have heard, and say where their values will be. */
  protected foretell(units: Int32Array): void {
    for (const unit of units) this.stirred[unit] = 0;
    this.parts.speech.foretell(units, this.around.queue.now(), this.around.signals);
    this.telling.say(units);
  }

  /** They are where they are now, and what follows from that. */
  protected look(units: Int32Array): void {
    const { population, parts, around } = this;
    parts.speech.look(around.queue.now(), units);
    for (const { states, recipes } of parts.model.follows)
      population.set(states, recipes, units, around.signals);
  }

  /** Their synapses learn, of those who have anything to teach. @param factors of each term, by neuron */
  protected teach(units: Int32Array, factors: readonly Float64Array[]): Int32Array {
    const teachers = units.filter((unit) => factors.some((column) => column[unit] !== 0));
    if (teachers.length > 0)
      this.around.weightChanges.teach(this.population, this.parts.model.learned, factors, teachers);
    return teachers;
  }

  state(): LastingState {
    const { news, stirred, swept, taught, parts, population } = this;
    return {
      answered: this.answered.slice(),
      ...{ news: news.slice(), stirred: stirred.slice(), taught, target: population.target.slice() },
      telling: this.telling.state(),
      swept: swept.map((column) => column.slice()),
      speech: parts.speech.state(),
    };
  }

  /** @param pool through which outputs hear of each other */
  restore(state: LastingState, pool?: ErrorOf): void {
    this.news.set(state.news);
    this.stirred.set(state.stirred);
    this.answered.set(state.answered);
    this.population.target.set(state.target);
    this.taught = state.taught;
    this.telling.restore(state.telling);
    for (const [k, column] of this.swept.entries()) column.set(state.swept[k]);
    this.parts.speech.restore(state.speech);
    this.judge(pool);
  }

  private judge(pool: ErrorOf | undefined): void {
    const { population, parts } = this;
    const { loss } = parts.member.node ?? {};
    const own = loss && !loss.pool ? new OwnError(loss, population.target) : pool;
    population.formulas.judgeBy(this.taught ? own : undefined);
  }

  private wake(): void {
    for (const unit of this.population.all) this.turns.stir(unit);
  }
}

/** What neurons are saved as; what their synapses have heard is saved with these. */
export interface LastingState {
  readonly news: Uint8Array;
  readonly stirred: Uint8Array;
  readonly answered: Uint8Array;
  readonly taught: boolean;
  readonly target: Float64Array;
  readonly swept: readonly Float64Array[];
  readonly speech: TrajectorySpeechState;
  readonly telling: TellingState;
}
