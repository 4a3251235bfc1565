import type { Motion, Moved } from '../../../neurons/phases/motion.js';
import { type Equation, equationOf, isEquation } from '../../../rules/equation.js';
import { type Quantity, quantityOf } from '../../../rules/quantities.js';
import { isMeant } from '../../roles.js';
import type { Member, PhasedCircuit } from './circuit.js';
import type { Act, Message, Step } from './script.js';

/** A phase whose states move by a differential equation. */
export interface MovingAct {
  readonly act: Act;
  readonly equation: Equation;
  /** Of the talk: what stays; what moves and moves others; what is moved, and moves nothing. */
  readonly still: readonly Step[];
  readonly carried: readonly Step[];
  readonly rest: readonly Step[];
}

/** States move in a phase. */
export const moves = ({ moves }: Act): boolean => moves.some(({ kind }) => kind === 'move');

/** A phase as one that moves; undefined where it does so by no equation. */
export function movingAct(circuit: PhasedCircuit, act: Act): MovingAct | undefined {
  const equation = equationOf(circuit.rule, act.phase);
  if (!isEquation(equation)) return undefined;
  const { still, carried } = equation;
  const some = (wanted: (quantity: Quantity) => boolean) =>
    act.talk.flatMap((step) => partOf(circuit, step, wanted));
  return {
    ...{ act, equation },
    still: some((quantity) => still.has(quantity)),
    carried: some((quantity) => carried.has(quantity)),
    rest: some((quantity) => !still.has(quantity) && !carried.has(quantity)),
  };
}

/** How the neurons of a population move in a phase, and what they say of it. */
export function motionOf(
  { states }: PhasedCircuit,
  { act, equation, carried }: MovingAct,
  member: Member,
): Motion & { readonly says: readonly Message[] } {
  const meant = (step: Step) => isMeant(step, member);
  const moves = equation.moving.flatMap((name): Moved[] => {
    const state = states.indexOf(name);
    const recipes = act.moves.filter(meant).flatMap((step) => {
      if (step.kind !== 'move') return [];
      return step.recipes.filter((_, k) => step.states[k] === state);
    });
    return recipes.length > 0 ? [{ name, state, recipes }] : [];
  });
  return {
    moves,
    follows: carried.filter(meant).flatMap((step) => (step.kind === 'set' ? [step] : [])),
    says: carried.filter(meant).flatMap((step) => (step.kind === 'say' ? [step] : [])),
  };
}

/** A statement, of some of its states or keys alone. */
function partOf(
  { states, members }: PhasedCircuit,
  step: Step,
  wanted: (quantity: Quantity) => boolean,
): Step[] {
  if (step.kind === 'say') {
    const { path } = step;
    const names = members[0].population.voices[path].keys;
    const kept = step.keys.flatMap((key, k) =>
      wanted(quantityOf({ kind: 'say', path, key: names[key] })!) ? [k] : [],
    );
    if (kept.length === 0) return [];
    return [{ ...step, keys: kept.map((k) => step.keys[k]), recipes: kept.map((k) => step.recipes[k]) }];
  }
  if (step.kind !== 'set') return [step];
  const kept = step.states.flatMap((state, k) =>
    wanted(quantityOf({ kind: 'set', state: states[state] })!) ? [k] : [],
  );
  if (kept.length === 0) return [];
  return [{ ...step, states: kept.map((k) => step.states[k]), recipes: kept.map((k) => step.recipes[k]) }];
}
