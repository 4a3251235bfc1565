import type { Motion } from '../../../../neurons/phases/motion.js';
import type { Lasting } from '../../../../rules/lasting.js';
import type { Formula, Signals } from '../../../../rules/rule.js';
import { isMeant } from '../../../roles.js';
import type { Member, PhasedCircuit } from '../../phases/circuit.js';
import { type MovingAct, motionOf } from '../../phases/motions.js';
import type { Act, Follow, Message, Step, Taught } from '../../phases/script.js';

/** A rule that neurons live by, as a script. */
export interface LastingScript {
  readonly lasting: Lasting;
  readonly sweep: Act;
  readonly moving: MovingAct;
  /** What neurons that nobody tells anything are told. */
  readonly signals: Signals;
}

/** How they move, and what they say of it. */
export interface LastingMotion extends Motion {
  readonly says: readonly Message[];
}

/** What the neurons of a population do, each when it finds it right. */
export interface NeuronModel {
  /** When something has come from below. */
  readonly sweep: readonly Step[];
  /** When they begin to move, without a target or with one; and of the same, what they do who have not answered anything. */
  readonly begins: Readonly<Record<'free' | 'taught', readonly Follow[]>>;
  readonly early: NeuronModel['begins'];
  /** States that are then as the sweep left them. */
  readonly swept: readonly number[];
  /** Of these, states that move: from what the sweep has left on, for the phase begins with nothing else. */
  readonly left: readonly number[];
  readonly motion: LastingMotion;
  /** States that the rule moves, or that follow, of these neurons and of others: of these, some may stand. */
  readonly flowing: readonly number[];
  /** At the end: what follows, is said, and is learned. */
  readonly follows: readonly Follow[];
  readonly rest: readonly Message[];
  readonly learned: readonly Taught[];
}

/** What a rule has the neurons of a population do. @param anew states begin to move where the rule has them begin, not where they are */
export function neuronModelOf(
  circuit: PhasedCircuit,
  { lasting, sweep, moving }: LastingScript,
  member: Member,
  anew: boolean,
): NeuronModel {
  const meant = (step: Step) => isMeant(step, member);
  const motion = motionOf(circuit, moving, member);
  const moves = (state: number) => motion.moves.some((one) => one.state === state);
  const begins = followsOf([...moving.act.begins, ...moving.still].filter(meant));
  const taught = begins.map((one) => only(one, (k) => anew || !moves(one.states[k])));
  const without = (list: readonly Follow[], formulas: ReadonlySet<Formula>) =>
    list.map((one) => only(one, (k) => !formulas.has(one.recipes[k].formula)));
  const free = without(taught, lasting.targeted);
  const early = { free: without(free, lasting.sensed), taught: without(taught, lasting.sensed) };
  const rest = moving.rest.filter(meant);
  const moved = moving.equation.moving.map((name) => circuit.states.indexOf(name));
  const set = new Set(followsOf(sweep.talk.filter(meant)).flatMap(({ states }) => states));
  const later = new Set([...begins.flatMap(({ states }) => states), ...moved]);
  const swept = [...set].filter((state) => later.has(state));
  const begun = new Set(begins.flatMap(({ states }) => states));
  const left = swept.filter((state) => moves(state) && !begun.has(state));
  const follows = motion.follows.flatMap(({ states }) => states);
  return {
    ...{ motion, sweep: sweep.talk.filter(meant), begins: { free, taught }, early, swept, left },
    flowing: [...new Set([...moved, ...follows])],
    follows: [...followsOf(moving.carried.filter(meant)), ...followsOf(rest)],
    rest: rest.flatMap((step) => (step.kind === 'say' ? [step] : [])),
    learned: moving.act.ends
      .filter(meant)
      .flatMap((step) =>
        step.kind === 'learn' || step.kind === 'adapt'
          ? step.terms.filter(({ term }) => !lasting.late.has(term))
          : [],
      ),
  };
}

const followsOf = (steps: readonly Step[]): readonly Follow[] =>
  steps.flatMap((step) => (step.kind === 'set' ? [step as Follow] : []));

const only = (step: Follow, wanted: (k: number) => boolean): Follow => ({
  ...step,
  states: step.states.filter((_, k) => wanted(k)),
  recipes: step.recipes.filter((_, k) => wanted(k)),
});
