import type { Expression } from '../../rules/expression.js';
import type { Formula } from '../../rules/rule.js';
import type { Vocabulary } from './cursor.js';
import { type Program, programOf } from './program.js';

/** A formula, and what it comes to where it only copies a state, is a constant, or is known operation by operation. */
export interface Recipe {
  readonly formula: Formula;
  /** Index of the state. */
  readonly copies?: number;
  readonly constant?: number;
  readonly program?: Program | undefined;
}

/** @param expression what the formula computes, where that is known */
export function recipeOf(formula: Formula, expression: Expression | undefined, words: Vocabulary): Recipe {
  if (expression === undefined) return { formula };
  if (typeof expression === 'number') return { formula, constant: expression };
  if ('leaf' in expression && expression.leaf.kind === 'state')
    return { formula, copies: words.states.indexOf(expression.leaf.name) };
  return { formula, program: programOf(expression, words) };
}
