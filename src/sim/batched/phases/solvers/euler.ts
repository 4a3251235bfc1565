import { numberOfSteps } from '../../../../rules/names.js';
import type { Signals, Statement } from '../../../../rules/rule.js';
import { moversThrough, throughRelays } from '../../../relays.js';
import { isMeant } from '../../../roles.js';
import { schedules } from '../../../schedules.js';
import { hearingIn } from '../hearing.js';
import type { Unit } from '../medium.js';
import { type Round, roundsOf } from '../rounds.js';
import type { Passage, Solver } from '../solver.js';
import { adapt, type Chosen, change, perform } from '../statements.js';
import { talkOf } from '../talking.js';

type Adapt = Extract<Statement, { kind: 'learn' | 'adapt' }>;

/**
 * Forward Euler. In each step the groups that the schedule gives move, one after the other, and after each everybody says
 * where it is.
 */
export const euler: Solver = <T>(passage: Passage<T>): void => {
  const { stage, phase, signals, look } = passage;
  const { units, given } = stage;
  const { schedule, seed = 1 } = given.course;
  const movers = units.filter((unit) => moves(phase.moves, unit) && !stage.passesOn(unit));
  const relays = new Set(stage.relays.map(({ name }) => name));
  const turns = moversThrough(given.layout, movers, relays);
  const nextGroups = schedules[schedule].steps(turns, seed);
  const hears = throughRelays(relays, hearingIn(given.rule, phase, given.layout));
  talkOf(stage, phase, signals);
  if (look?.keeps(0)) look.take(0);
  for (let step = 1; step <= numberOfSteps(phase); step++) {
    stage.memory.beginStep();
    const rounds = roundsOf(nextGroups(), hears);
    const stepped = new Step(passage, { ...signals, step }, movers);
    // Where nothing moves there is one round of nobody.
    for (const [i, round] of (rounds.length > 0 ? rounds : [nobody]).entries()) {
      stage.within(() => stepped.take(round, i === 0, i >= rounds.length - 1));
    }
    if (look?.keeps(step)) look.take(step);
  }
};

const nobody: Round = { movers: [] };

const moves = (statements: readonly Statement[] = [], unit: Unit): boolean =>
  statements.some((one) => one.kind === 'move' && isMeant(one, unit));

/** One step, in rounds. */
class Step<T> {
  /** Weights that move with the last round. */
  private readonly changes = new Map<Statement, () => void>();

  constructor(
    private readonly passage: Passage<T>,
    private readonly signals: Signals,
    private readonly movers: readonly Unit[],
  ) {}

  /** Some move, and all say where they are. Those who never move do the rest of what is to be done with the last round. */
  take({ movers, units: chosen }: Round, first: boolean, last: boolean): void {
    const { stage, phase } = this.passage;
    const { signals } = this;
    const { units } = stage;
    const moving = new Set(movers.map(({ name }) => name));
    const still = last ? units.filter((unit) => !this.movers.includes(unit) && !stage.passesOn(unit)) : [];
    const concerned = units.filter((unit) => moving.has(unit.name) || still.includes(unit));
    const only = chosen && this.chosen(chosen);
    for (const statements of together(phase.moves ?? [])) {
      const [statement] = statements;
      if (statement.kind === 'adapt') this.adapt(statements as Adapt[], first, last);
      else if (statement.kind === 'set' || statement.kind === 'move')
        change(stage, statement, concerned, signals, only);
      else perform(stage, concerned, signals, statements);
    }
    talkOf(stage, phase, signals);
  }

  // From the states before the step; in place when all have moved.
  private adapt(statements: readonly Adapt[], first: boolean, last: boolean): void {
    const { stage } = this.passage;
    const [statement] = statements;
    if (first) this.changes.set(statement, adapt(stage, statements, stage.units, this.signals));
    if (last) this.changes.get(statement)!();
  }

  private chosen(units: NonNullable<Round['units']>): Chosen<T> {
    const { m } = this.passage.stage.given;
    const entries = [...units].map(([name, ones]) => [name, m.upload(ones, [1, ones.length])] as const);
    return new Map(entries);
  }
}

/** Synapses of one kind after those of another: they learn at once, unless they look at weights. */
function together(statements: readonly Statement[]): Statement[][] {
  const lists: Statement[][] = [];
  for (const statement of statements) {
    const last = lists.at(-1);
    if (last && blind(statement) && last.every(blind)) last.push(statement);
    else lists.push([statement]);
  }
  return lists;
}

const blind = (statement: Statement): boolean =>
  statement.kind === 'adapt' &&
  statement.lowpass === undefined &&
  Object.values(statement.terms).every((list = []) => list.every(({ own }) => !own));
