import type { Inlet } from '../../../neurons/phases/inlet.js';
import { type Speech, sampled, threshold } from '../../../neurons/phases/speech.js';
import { adaptsIn } from '../../../rules/names.js';
import { newsIn, type Written } from '../../../rules/news.js';
import { quantityOf } from '../../../rules/quantities.js';
import type { Signals, Statement } from '../../../rules/rule.js';
import { groupOf } from '../../roles.js';
import type { Member, PhasedCircuit } from './circuit.js';
import type { Turn } from './passages.js';
import { Relaying } from './relaying.js';
import type { Act } from './script.js';
import type { Statements } from './statements.js';

const onChange = threshold(0);

/** Neurons that do a statement of the talk, and what gives them something else to do than they did. */
interface Part {
  /** All of them. */
  readonly turn: Turn;
  readonly always: boolean;
  readonly moves: boolean;
  readonly hears: readonly Inlet[];
}

/** What has been since a talk. */
export interface Since {
  /** Who has moved; all: everybody who does. */
  readonly moved: readonly Turn[] | 'all';
  /** All are told something else than before: of a new step. */
  readonly told: boolean;
}

/**
 * The talk of a phase, gone on with: of all who are meant those do it who may have something else to say. Who has neither
 * moved nor heard what he speaks of would say what he said, and everybody who hears him knows that.
 */
export class Talk {
  /** By statement. */
  private readonly parts: readonly (readonly Part[])[];
  private readonly inlets: readonly Inlet[];
  /** Of those who do it this time. */
  private readonly turns: readonly Turn[][];
  /** Weights have moved in a phase before. */
  private readonly afterMoves: boolean;
  private readonly relaying: Relaying;

  constructor(
    circuit: PhasedCircuit,
    private readonly act: Act,
  ) {
    this.relaying = new Relaying(circuit, act);
    this.parts = act.phase.talk.map((statement) =>
      circuit
        .of(statement)
        .filter((member) => !circuit.relays.includes(member))
        .map((member) => partOf(circuit, act, statement, member)),
    );
    this.turns = this.parts.map(() => []);
    const { phases } = circuit.rule;
    this.afterMoves = phases.slice(0, phases.indexOf(act.phase)).some(adaptsIn);
    this.inlets = [...new Set(this.parts.flat().flatMap(({ hears }) => hears))];
  }

  /**
   * The phase begins: everybody says everything, but for those to whom nothing in it is news, where they have said it before. What
   * was heard stands.
   */
  begin(statements: Statements, signals: Signals, speech: Speech): void {
    for (const [i, step] of this.act.talk.entries()) {
      const [still, others] = [true, false].map((quiet) =>
        this.parts[i].filter((part) => quiet === this.isQuiet(part)).map(({ turn }) => turn),
      );
      if (others.length > 0) statements.have(step, others, signals, speech);
      if (still.length > 0) statements.have(step, still, signals, onChange);
    }
    this.relaying.goOn(statements, signals, speech, true);
    this.know();
  }

  /** Everybody says everything. */
  repeat(statements: Statements, signals: Signals): void {
    for (const [i, step] of this.act.talk.entries())
      statements.have(
        step,
        this.parts[i].map(({ turn }) => turn),
        signals,
        sampled,
      );
    this.relaying.goOn(statements, signals, sampled, true);
    this.know();
  }

  /** Those say something who may have something else to say. */
  goOn(statements: Statements, since: Since, signals: Signals, speech: Speech): void {
    const { talk } = this.act;
    for (let i = 0; i < talk.length; i++) {
      const turns = this.turnsOf(i, since);
      if (turns.length > 0) statements.have(talk[i], turns, signals, speech);
    }
    this.relaying.goOn(statements, signals, speech, since.told);
    this.know();
  }

  private turnsOf(i: number, since: Since): readonly Turn[] {
    const parts = this.parts[i];
    const turns = this.turns[i];
    turns.length = 0;
    for (let k = 0; k < parts.length; k++) {
      const turn = turnOf(parts[k], since);
      if (turn) turns.push(turn);
    }
    return turns;
  }

  // Weights that have moved make another message of the same value, and so do slopes towards ports.
  private isQuiet({ turn, always, moves, hears }: Part): boolean {
    const same = !this.afterMoves && turn.member.population.slopes === undefined;
    return same && !always && !moves && hears.length === 0;
  }

  private know(): void {
    for (let i = 0; i < this.inlets.length; i++) this.inlets[i].news = false;
  }
}

function turnOf({ turn, always, moves, hears }: Part, { moved, told }: Since): Turn | undefined {
  if (always && told) return turn;
  for (let i = 0; i < hears.length; i++) if (hears[i].news) return turn;
  if (!moves) return undefined;
  return moved === 'all' ? turn : moved.find(({ member }) => member === turn.member);
}

function partOf(circuit: PhasedCircuit, { phase }: Act, statement: Statement, member: Member): Part {
  const { population } = member;
  const turn = { member, units: population.all };
  if (statement.kind !== 'say' && statement.kind !== 'set')
    return { turn, always: true, moves: true, hears: [] };
  const { always, moves, hears } = newsIn(circuit.rule, phase).to(
    groupOf(member),
    writtenBy(statement),
    population.slopes !== undefined,
  );
  const { paths } = circuit.vocabulary;
  const inlets = Object.entries(paths).flatMap(([path, keys]) =>
    population.inlets[path].filter((_, k) => hears.has(quantityOf({ kind: 'say', path, key: keys[k] })!)),
  );
  return { turn, always, moves, hears: inlets };
}

function writtenBy(statement: Extract<Statement, { kind: 'say' | 'set' }>): readonly Written[] {
  const { who, at } = statement;
  return Object.keys(statement.values).map((name) => ({
    who,
    at,
    quantity: quantityOf(
      statement.kind === 'say'
        ? { kind: 'say', path: statement.path, key: name }
        : { kind: 'set', state: name },
    )!,
  }));
}
