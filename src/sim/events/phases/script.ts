import type { Vocabulary } from '../../../neurons/phases/cursor.js';
import type { PortGate } from '../../../neurons/phases/port-slopes.js';
import { type Recipe, recipeOf } from '../../../neurons/phases/recipe.js';
import { gatesIn } from '../../../rules/gating.js';
import { keysOf, statementsOf, statesOf } from '../../../rules/names.js';
import type { Formula, Meant, Names, Path, Phase, Rule, Statement, Term } from '../../../rules/rule.js';
import { expressionsOf } from '../../../rules/symbols.js';

/** States that follow or move. */
export interface Follow extends Meant {
  readonly kind: 'set' | 'move';
  readonly states: readonly number[];
  readonly recipes: readonly Recipe[];
}

/** A message. */
export interface Message extends Meant {
  readonly kind: 'say';
  readonly path: string;
  /** What the rule has that path go over. */
  readonly over: Path;
  readonly keys: readonly number[];
  readonly recipes: readonly Recipe[];
}

/** A term of what synapses of a path add to their gradient. */
export interface Taught {
  readonly path: string;
  readonly term: Term<Names, string>;
  /** Its postsynaptic factor; undefined of 1. */
  readonly post: Recipe | undefined;
}

/** What synapses learn from. */
export interface Teaching extends Meant {
  readonly kind: 'learn' | 'adapt';
  readonly terms: readonly Taught[];
  /** Of what is descended by a trace: which, and its time constant, in tau. */
  readonly lowpass?: { readonly trace: string; readonly tau: number } | undefined;
}

/** A statement whose states and keys are columns, by index. */
export type Step = Follow | Message | Teaching;

/** A phase, ready to be played. */
export interface Act {
  readonly phase: Phase;
  readonly begins: readonly Step[];
  readonly talk: readonly Step[];
  readonly moves: readonly Step[];
  readonly ends: readonly Step[];
}

/** What a rule calls its columns. */
export const vocabularyOf = (rule: Rule): Vocabulary => ({
  states: statesOf(rule),
  paths: Object.fromEntries(Object.keys(rule.paths).map((path) => [path, keysOf(rule, path)])),
});

/** Statements by which weights descend a trace, each once. */
export const tracedIn = ({ phases }: Rule): readonly Statement[] =>
  [...new Set(phases.flatMap(statementsOf))].filter(
    (one) => one.kind === 'adapt' && one.lowpass !== undefined,
  );

const written = new WeakMap<Rule, readonly Act[]>();

/** The phases of a rule, each name looked up once. */
export function scriptOf(rule: Rule, words: Vocabulary): readonly Act[] {
  let script = written.get(rule);
  if (!script) {
    script = write(rule, words);
    written.set(rule, script);
  }
  return script;
}

function write(rule: Rule, words: Vocabulary): readonly Act[] {
  const expressionOf = expressionsOf(rule);
  const gateOf = portGatesIn(rule, words);
  const traced = tracedIn(rule);
  let made = 0;
  return rule.phases.map((phase) => {
    const recipe = (formula: Formula) =>
      recipeOf(formula, expressionOf(formula, phase), words, made++, gateOf(formula, phase));
    const all = (list: readonly Statement[] = []) =>
      list.map((one) => stepOf(one, rule, words, recipe, String(traced.indexOf(one))));
    const { begins, talk, moves, ends } = phase;
    return { phase, begins: all(begins), talk: all(talk), moves: all(moves), ends: all(ends) };
  });
}

/** Slopes towards ports that formulas have in them, by index. */
function portGatesIn(rule: Rule, { states, paths: { up = [] } }: Vocabulary) {
  const gateOf = gatesIn(rule);
  return (formula: Formula, phase: Phase): PortGate | undefined => {
    const gate = gateOf(formula, phase);
    return gate && { kind: gate.kind, index: (gate.kind === 'key' ? up : states).indexOf(gate.name) };
  };
}

function stepOf(
  statement: Statement,
  rule: Rule,
  { states, paths }: Vocabulary,
  recipe: (of: Formula) => Recipe,
  trace: string,
): Step {
  const { who, at } = statement;
  const meant = { who, ...(at && { at }) };
  if (statement.kind === 'learn' || statement.kind === 'adapt') {
    const { kind } = statement;
    const terms = Object.entries(statement.terms).flatMap(([path, list = []]) =>
      list.map((term): Taught => ({ path, term, post: term.post && recipe(term.post) })),
    );
    const tau = statement.kind === 'adapt' ? statement.lowpass : undefined;
    return { kind, ...meant, terms, lowpass: tau === undefined ? tau : { trace, tau } };
  }
  const given: Readonly<Record<string, Formula | undefined>> = (
    statement as Exclude<Statement, { readonly terms: unknown }>
  ).values;
  const names = Object.keys(given);
  const recipes = names.map((name) => recipe(given[name]!));
  const indices = (known: readonly string[]) => names.map((name) => known.indexOf(name));
  const path = statement.kind === 'say' ? statement.path : '';
  if (statement.kind === 'say')
    return { kind: 'say', ...meant, path, over: rule.paths[path], keys: indices(paths[path]), recipes };
  return { kind: statement.kind, ...meant, states: indices(states), recipes };
}
