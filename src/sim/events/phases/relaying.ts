import type { Inlet } from '../../../neurons/phases/inlet.js';
import type { Speech } from '../../../neurons/phases/speech.js';
import type { Signals } from '../../../rules/rule.js';
import { isMeant } from '../../roles.js';
import type { PhasedCircuit } from './circuit.js';
import type { Turn } from './passages.js';
import type { Act, Step } from './script.js';
import type { Statements } from './statements.js';

/** The neurons of a node that pass on at once what they hear. */
interface Relay {
  readonly turn: readonly Turn[];
  readonly inlets: readonly Inlet[];
  readonly moves: readonly Step[];
  readonly talk: readonly Step[];
}

/**
 * Relays of a phase with steps. When all others have talked, each in turn, outputs first, goes where it would come to rest by
 * what it has heard, and says so.
 */
export class Relaying {
  private readonly relays: readonly Relay[];

  constructor(circuit: PhasedCircuit, { moves, talk }: Act) {
    this.relays = circuit.relays.map((member): Relay => {
      const { population } = member;
      const meant = (step: Step) => isMeant(step, member);
      return {
        turn: [{ member, units: population.all }],
        inlets: Object.values(population.inlets).flat(),
        moves: moves.filter((step) => step.kind === 'move' && meant(step)),
        talk: talk.filter(meant),
      };
    });
  }

  /** Those who have heard something new, or all. */
  goOn(statements: Statements, signals: Signals, speech: Speech, all: boolean): void {
    for (const { turn, inlets, moves, talk } of this.relays) {
      if (!all && !inlets.some(({ news }) => news)) continue;
      for (const inlet of inlets) inlet.news = false;
      // dx/dt = drive - x: a step of one is where it leads.
      for (const step of moves) statements.have(step, turn, { ...signals, stepSize: 1 }, speech);
      for (const step of talk) statements.have(step, turn, signals, speech);
    }
  }
}
