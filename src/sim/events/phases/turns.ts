import type { Segment } from '../present/protocol.js';
import type { PhasedCircuit } from './circuit.js';
import type { Mover, Scene } from './in-time.js';

/** Neurons that can go where they are drawn to. */
interface Settler extends Mover {
  readonly settle: (units: Int32Array) => void;
}

/** Has neurons say what they say of what moves, from their states as they are. */
export function saying({ lead, signals }: Scene, { member, motion }: Mover): (units: Int32Array) => void {
  return (units) => {
    lead.note(member, motion, units);
    for (const said of motion.says) lead.say(said, member, units, signals);
  };
}

/** Those who move settle and say so: those first who hear nobody that moves, then those who hear them, and so on. */
export function* settleInTurn({ circuit }: Scene, all: readonly Settler[]): Generator<Segment, void> {
  const settle = (turn: readonly Settler[]) => {
    for (const { settle, member } of turn) settle(member.population.all);
  };
  for (const turn of turnsOf(circuit, all)) yield { begin: () => settle(turn) };
}

function turnsOf({ projections }: PhasedCircuit, all: readonly Settler[]): readonly (readonly Settler[])[] {
  const moved = all.filter(({ motion }) => motion.moves.length > 0);
  const ranks = new Map<Settler, number>();
  const rankOf = (one: Settler): number => {
    const known = ranks.get(one);
    if (known !== undefined) return known;
    const heard = moved.filter(({ member, motion }) =>
      projections.some(
        ({ from, to, path, carries }) =>
          carries &&
          from === member.population &&
          to === one.member.population &&
          motion.says.some((said) => said.path === path),
      ),
    );
    const rank = Math.max(-1, ...heard.map(rankOf)) + 1;
    ranks.set(one, rank);
    return rank;
  };
  const turns: Settler[][] = [];
  for (const one of moved) {
    const rank = rankOf(one);
    turns[rank] = [...(turns[rank] ?? []), one];
  }
  return turns;
}
