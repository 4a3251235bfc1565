import type { Inlet } from '../../../neurons/phases/inlet.js';
import type { Speech } from '../../../neurons/phases/speech.js';
import { newsIn, type Written } from '../../../rules/news.js';
import { quantityOf } from '../../../rules/quantities.js';
import type { Signals, Statement } from '../../../rules/rule.js';
import { groupOf } from '../../roles.js';
import type { Member, PhasedCircuit } from './circuit.js';
import type { Act } from './script.js';
import type { Statements, Turn } from './statements.js';

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

  constructor(
    circuit: PhasedCircuit,
    private readonly act: Act,
  ) {
    this.parts = act.phase.talk.map((statement) =>
      circuit.of(statement.who).map((member) => partOf(circuit, act, statement, member)),
    );
    this.inlets = [...new Set(this.parts.flat().flatMap(({ hears }) => hears))];
  }

  /** Everybody says everything. */
  begin(statements: Statements, signals: Signals, speech?: Speech): void {
    statements.all(this.act.talk, signals, true, speech);
    this.know();
  }

  /** Those say something who may have something else to say. */
  goOn(statements: Statements, since: Since, signals: Signals, speech: Speech): void {
    for (const [i, step] of this.act.talk.entries()) {
      const turns = this.parts[i].flatMap((part) => turnOf(part, since) ?? []);
      if (turns.length > 0) statements.have(step, turns, signals, speech);
    }
    this.know();
  }

  private know(): void {
    for (const inlet of this.inlets) inlet.news = false;
  }
}

function turnOf({ turn, always, moves, hears }: Part, { moved, told }: Since): Turn | undefined {
  if ((always && told) || hears.some(({ news }) => news)) return turn;
  if (!moves) return undefined;
  return moved === 'all' ? turn : moved.find(({ member }) => member === turn.member);
}

function partOf(circuit: PhasedCircuit, { phase }: Act, statement: Statement, member: Member): Part {
  const { population } = member;
  const turn = { member, units: population.all };
  if (statement.kind !== 'say' && statement.kind !== 'set')
    return { turn, always: true, moves: true, hears: [] };
  const { always, moves, hears } = newsIn(circuit.rule, phase).to(groupOf(member), writtenBy(statement));
  const { paths } = circuit.vocabulary;
  const inlets = Object.entries(paths).flatMap(([path, keys]) =>
    population.inlets[path].filter((_, k) => hears.has(quantityOf({ kind: 'say', path, key: keys[k] })!)),
  );
  return { turn, always, moves, hears: inlets };
}

function writtenBy(statement: Extract<Statement, { kind: 'say' | 'set' }>): readonly Written[] {
  const { who } = statement;
  return Object.keys(statement.values).map((name) => ({
    who,
    quantity: quantityOf(
      statement.kind === 'say'
        ? { kind: 'say', path: statement.path, key: name }
        : { kind: 'set', state: name },
    )!,
  }));
}
