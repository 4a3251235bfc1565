import type { Degree } from './dynamics.js';
import { written } from './expression.js';
import type { GroupEquations } from './group-equations.js';
import type { Group } from './groups.js';
import type { Quantity } from './quantities.js';
import type { Phase, Rule } from './rule.js';
import type { Slopes } from './slopes.js';
import type { Traced } from './symbols.js';

/** Which formula is in the way of something. */
export interface Obstacle {
  readonly got: string;
  readonly expected: string;
}

/** A phase as far as it is known before it is an equation. */
export interface Candidate {
  readonly rule: Rule;
  readonly phase: Phase;
  /** Formulas of its moves and its talk, and those of them by which anything moves. */
  readonly here: readonly Traced[];
  readonly relevant: readonly Traced[];
  /** Of what is done as it ends. */
  readonly ends: readonly Traced[];
  /** Between kinks. */
  readonly degrees: ReadonlyMap<Quantity, Degree>;
  readonly slopes: Slopes;
  readonly groups: readonly Group[];
  readonly each: readonly GroupEquations[];
}

/** A formula as it is written: `set slope = df(add(basal.v, bias)) in phase relax`. */
export function textOf({ what, expression, phase }: Traced): string {
  const name = what.kind === 'say' ? `${what.path}.${what.key}` : 'state' in what ? what.state : what.path;
  return `${what.kind} ${name} = ${written(expression)} in phase ${phase.name}`;
}
