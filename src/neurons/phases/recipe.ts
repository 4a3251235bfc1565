import type { RuleArithmetic } from '../../rules/arithmetic.js';
import type { Formula, Names, Own, Signals } from '../../rules/rule.js';

/** A formula, and what it comes to where it only copies a state, or is a constant. */
export interface Recipe {
  readonly formula: Formula;
  /** Index of the state. */
  readonly copies?: number;
  readonly constant?: number;
}

/** Nothing can be computed, and nobody is told anything. */
const nothing = new Proxy(
  {},
  {
    get: () => {
      throw new TypeError('nothing is known');
    },
  },
);

/** Runs a formula once, where a state is no number but a token: what comes back unchanged was copied. */
export function recipeOf(formula: Formula, states: readonly string[]): Recipe {
  const tokens = states.map((name) => Symbol(name));
  const own = Object.fromEntries(states.map((name, k) => [name, tokens[k]]));
  let made: unknown;
  try {
    made = formula<unknown>(
      nothing as RuleArithmetic<unknown>,
      own as unknown as Own<unknown, Names>,
      nothing as Signals,
    );
  } catch {
    return { formula };
  }
  if (typeof made === 'number') return { formula, constant: made };
  const copies = tokens.indexOf(made as symbol);
  return copies < 0 ? { formula } : { formula, copies };
}
