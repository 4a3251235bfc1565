import type { EventQueue } from '../../../messages/queue.js';
import { levels } from '../../../messages/task.js';
import type { Speech } from '../../../neurons/phases/speech.js';
import type { Signals } from '../../../rules/rule.js';
import { moversThrough } from '../../relays.js';
import { isMeant } from '../../roles.js';
import type { Group, Mover } from '../../schedule.js';
import { schedules } from '../../schedules.js';
import type { Member, PhasedCircuit } from './circuit.js';
import { LaterAdapting } from './later-adapting.js';
import type { Turn } from './passages.js';
import type { Act, Teaching } from './script.js';
import type { Statements } from './statements.js';

/** In which order neurons move in a step. */
export type Order = (movers: readonly Mover[]) => () => readonly Group[];

/** All at once. */
const together: Order = (movers) => schedules.synchronous.steps(movers, 1);

/** What steps are made with. */
export interface Steppers {
  readonly circuit: PhasedCircuit;
  readonly queue: EventQueue;
  readonly statements: Statements;
  readonly speech: Speech;
  readonly order?: Order | undefined;
}

/** A group of a step. */
interface Round {
  readonly turns: readonly Turn[];
  readonly first: boolean;
  readonly last: boolean;
}

/**
 * The steps of a phase. In each the groups of the schedule move, one after the other, and what each says has been heard
 * before the next moves; those who never move do the rest of what is to be done with the last of them.
 */
export class Stepping {
  private made = 0;
  private readonly nextGroups: () => readonly Group[];
  private readonly members: ReadonlyMap<string, Member>;
  private readonly stillTurns: readonly Turn[];
  private readonly adapts: boolean;
  /** All who are no relays, where any are. */
  private readonly others: readonly Turn[] | undefined;
  private readonly known = new Map<Group, readonly Turn[]>();

  constructor(
    private readonly steppers: Steppers,
    private readonly act: Act,
  ) {
    const { circuit, order = together } = steppers;
    const { inputs, nodes } = circuit.layout;
    const moves = (member: Member) =>
      !circuit.relays.includes(member) &&
      act.moves.some((one) => one.kind === 'move' && isMeant(one, member));
    this.members = new Map(circuit.members.map((one) => [one.population.name, one]));
    this.stillTurns = circuit.members
      .filter((one) => !moves(one) && !circuit.relays.includes(one))
      .map((member) => ({ member, units: member.population.all }));
    const { relays, members } = circuit;
    const movers = [...inputs, ...nodes].filter(({ name }) => moves(this.members.get(name)!));
    const silent = new Set(relays.map(({ population }) => population.name));
    this.nextGroups = order(moversThrough(circuit.layout, movers, silent));
    this.others =
      relays.length === 0
        ? undefined
        : members
            .filter((one) => !relays.includes(one))
            .map((member) => ({ member, units: member.population.all }));
    this.adapts = act.moves.some(({ kind }) => kind === 'adapt');
  }

  /** Begins the talk of the phase. */
  begin(signals: Signals): void {
    const { circuit, statements, speech } = this.steppers;
    circuit.talk(this.act).begin(statements, signals, speech);
  }

  /**
   * Takes a step, the first being 1. A random order goes on from where it was: after a restoration, too.
   * @param done when all have moved and said so
   */
  take(step: number, told: Signals, done: () => void): void {
    for (; this.made < step - 1; this.made++) this.nextGroups();
    this.made++;
    const signals = { ...told, step };
    const groups = this.nextGroups();
    const later = groups.length > 1 && this.adapts ? new LaterAdapting(this.steppers) : undefined;
    for (let i = 0; i < groups.length - 1; i++) {
      const round = { turns: this.turnsOf(groups[i]), first: i === 0, last: false };
      this.move(round, signals, later);
      this.talk(round.turns, i === 0, signals);
    }
    this.end(groups.at(-1), groups.length < 2, signals, later, done);
  }

  /** Where something has arrived since the last talk, those answer who may have something else to say. */
  answer(signals: Signals): void {
    this.talk([], false, signals);
  }

  /** The last group, or nobody, and all who never move. */
  private end(
    group: Group | undefined,
    alone: boolean,
    signals: Signals,
    later: LaterAdapting | undefined,
    done: () => void,
  ): void {
    const { circuit, queue } = this.steppers;
    const turns = alone ? [] : [...(group ? this.turnsOf(group) : []), ...this.stillTurns];
    this.move({ turns, first: alone, last: true }, signals, later);
    const moved = alone ? 'all' : turns;
    if (circuit.medium.late)
      queue.at(queue.now(), { run: () => this.speak(moved, signals, done) }, levels.begins);
    else this.speak(moved, signals, done);
  }

  /** All have moved. */
  private speak(moved: readonly Turn[] | 'all', signals: Signals, done: () => void): void {
    const { circuit, statements } = this.steppers;
    // What stands has been weighed by weights of before.
    if (this.adapts) circuit.talk(this.act).repeat(statements, signals);
    else this.talk(moved, moved === 'all', signals);
    done();
  }

  private move({ turns, first, last }: Round, signals: Signals, later: LaterAdapting | undefined): void {
    const { statements, speech } = this.steppers;
    if (first && last && this.others === undefined) {
      statements.all(this.act.moves, signals);
      return;
    }
    const meant = first && last ? this.others! : turns;
    for (const step of this.act.moves) {
      if (step.kind === 'adapt' && later) later.take(step as Teaching, first, last, signals);
      else if (step.kind === 'adapt') statements.all([step], signals);
      else
        statements.have(
          step,
          meant.filter(({ member }) => isMeant(step, member)),
          signals,
          speech,
        );
    }
  }

  private talk(moved: readonly Turn[] | 'all', told: boolean, signals: Signals): void {
    const { circuit, statements, speech } = this.steppers;
    circuit.talk(this.act).goOn(statements, { moved, told }, signals, speech);
  }

  private turnsOf(group: Group): readonly Turn[] {
    let turns = this.known.get(group);
    if (!turns) {
      const { movers, unit } = group;
      turns = movers.map(({ name }) => {
        const member = this.members.get(name)!;
        return { member, units: unit === undefined ? member.population.all : Int32Array.of(unit) };
      });
      this.known.set(group, turns);
    }
    return turns;
  }
}
