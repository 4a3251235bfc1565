import type { Expression } from '../../rules/expression.js';
import type { Formula } from '../../rules/rule.js';
import type { Vocabulary } from './cursor.js';
import type { PortGate } from './port-slopes.js';
import { type Program, programOf } from './program.js';

/** A formula, and what it comes to where it only copies a state, is a constant, or is known operation by operation. */
export interface Recipe {
  readonly formula: Formula;
  /** Index of the state. */
  readonly copies?: number | undefined;
  readonly constant?: number | undefined;
  readonly program?: Program | undefined;
  /** The slope towards ports that is in it, if any. */
  readonly gate?: PortGate | undefined;
}

/** @param expression what the formula computes, where that is known @param index of the recipe among those of a rule */
export function recipeOf(
  formula: Formula,
  expression: Expression | undefined,
  words: Vocabulary,
  index: number,
  gate?: PortGate,
): Recipe {
  // All have the same parts, which keeps loops fast.
  const none = { formula, copies: undefined, constant: undefined, program: undefined, gate };
  if (expression === undefined) return none;
  if (typeof expression === 'number') return { ...none, constant: expression };
  if ('leaf' in expression && expression.leaf.kind === 'state')
    return { ...none, copies: words.states.indexOf(expression.leaf.name) };
  return { ...none, program: programOf(expression, words, index) };
}
