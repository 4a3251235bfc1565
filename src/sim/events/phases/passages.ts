import { isMeant } from '../../roles.js';
import type { Member, PhasedCircuit } from './circuit.js';
import type { Act, Step } from './script.js';

/** Those whose turn it is: some neurons of each population. */
export interface Turn {
  readonly member: Member;
  readonly units: Int32Array;
}

/** What the neurons of a population do in a sweep, each when as many messages have arrived as it awaits. */
export interface Passage {
  readonly member: Member;
  readonly messages: Int32Array;
  readonly steps: readonly Step[];
}

/** Who does what: found once. */
export class Turns {
  private readonly bySteps = new Map<Step, readonly Turn[]>();
  private readonly byActs = new Map<Act, readonly Passage[]>();

  constructor(private readonly circuit: PhasedCircuit) {}

  /** All neurons of those who are meant. */
  of(step: Step): readonly Turn[] {
    let turns = this.bySteps.get(step);
    if (!turns) {
      turns = this.circuit.of(step).map((member) => ({ member, units: member.population.all }));
      this.bySteps.set(step, turns);
    }
    return turns;
  }

  /** All that is done in a sweep, by each member. */
  sweep(act: Act): readonly Passage[] {
    let passages = this.byActs.get(act);
    if (!passages) {
      const { begins, talk, ends } = act;
      passages = this.circuit.members.map((member) => ({
        member,
        messages: this.circuit.awaited(member.population, talk),
        steps: [...begins, ...talk, ...ends].filter((one) => isMeant(one, member)),
      }));
      this.byActs.set(act, passages);
    }
    return passages;
  }
}
