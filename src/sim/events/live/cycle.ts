import { after, multiple } from '../../../math/time.js';
import type { PhasedCircuit } from '../phases/circuit.js';
import { moves } from '../phases/motions.js';
import { hopsOf, isSweep, untilSaid } from '../phases/place.js';
import type { Act } from '../phases/script.js';

/** How long the phases of a cycle are, in tau. */
export interface Lengths {
  /** Of one that messages lead. */
  readonly sweep: number;
  /** Of one that moves. */
  readonly duration: number;
  /** Of the longest synapse, and of the longest way through the network. */
  readonly hop: number;
  readonly way: number;
}

/** How long a cycle is, in tau, with time for what is still under way at its end. */
export function periodOf(circuit: PhasedCircuit, lengths: Lengths): number {
  const all = circuit.script.map((act) => lengthOf(circuit, act, lengths));
  return [...all, lengths.way].reduce((sum, length) => after(sum, length));
}

function lengthOf(circuit: PhasedCircuit, act: Act, { sweep, duration, hop }: Lengths): number {
  if (isSweep(act.phase)) return sweep;
  const hops = (...lists: Act['talk'][]) =>
    lists.flatMap((list) => untilSaid(circuit, list)).reduce((sum, some) => sum + hopsOf(some), 0);
  const { begins, talk, ends } = act;
  const moving = moves(act) && circuit.moving(act);
  if (moving) return after(duration, multiple(hops(moving.rest, ends), hop));
  return multiple(hops([...begins, ...talk], ends), hop);
}
