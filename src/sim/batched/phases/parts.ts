import { refuse } from '../../../errors.js';
import { equationOf, isEquation } from '../../../rules/equation.js';
import type { Phase, Rule, Statement } from '../../../rules/rule.js';

/** The talk of a phase that is linear, as far as its movement depends on it. */
export interface TalkParts {
  /** What changes as states move, these included, as quantities. */
  readonly moving: ReadonlySet<string>;
  /** Of what changes. */
  readonly movingTalk: readonly Statement[];
  /** Of what does not. */
  readonly stillTalk: readonly Statement[];
}

const known = new WeakMap<Phase, TalkParts>();

/** What of a phase's talk moves, and what stands: found once. @throws {InputError} on a phase that is not linear */
export function talkParts(rule: Rule, phase: Phase): TalkParts {
  let parts = known.get(phase);
  if (!parts) {
    const equation = equationOf(rule, phase);
    if (!isEquation(equation)) refuse({ where: `rule ${rule.name}`, ...equation });
    const { moving, carried, still } = equation;
    const talk = (wanted: ReadonlySet<string>) => phase.talk.flatMap((one) => only(one, wanted));
    parts = {
      moving: new Set([...carried, ...moving.map((name) => `state ${name}`)]),
      movingTalk: talk(carried),
      stillTalk: talk(still),
    };
    known.set(phase, parts);
  }
  return parts;
}

/** A statement, as far as it is about some quantities. */
function only(statement: Statement, wanted: ReadonlySet<string>): Statement[] {
  if (statement.kind !== 'say' && statement.kind !== 'set') return [];
  const named = (name: string) =>
    wanted.has(statement.kind === 'say' ? `said ${statement.path}.${name}` : `state ${name}`);
  const values = Object.entries(statement.values).filter(([name]) => named(name));
  return values.length === 0 ? [] : [{ ...statement, values: Object.fromEntries(values) }];
}
