import type { RuleArithmetic } from './arithmetic.js';
import { type Expression, isOf, leafOf, requireExpression, symbolic, written } from './expression.js';
import { known } from './known.js';
import type { Formula, Meant, Names, Phase, Rule, Signals, Statement, Term } from './rule.js';
import { namesOf, ownOf, type Vocabulary } from './vocabulary.js';

/** Where in a phase a statement is. */
export type Part = 'begins' | 'talk' | 'moves' | 'ends';

type Signal = 'step' | 'update' | 'draw' | 'seed';

/** One formula of a rule, as an expression. */
export interface Traced extends Meant {
  readonly phase: Phase;
  readonly part: Part;
  /** What is computed: what is said, a state, or a factor of what a synapse learns. */
  readonly what:
    | { readonly kind: 'say'; readonly path: string; readonly key: string }
    | { readonly kind: 'set' | 'move'; readonly state: string }
    | { readonly kind: 'learn' | 'adapt'; readonly path: string; readonly lowpass?: number | undefined };
  readonly expression: Expression;
  /** Signals that it was told and read, other than the constant step size. */
  readonly signals: ReadonlySet<Signal>;
  /** It is another expression when it is evaluated again, or has parts of another neuron's: it reads something that it was not given. */
  readonly hides: boolean;
}

interface Evaluation {
  readonly names: Vocabulary;
  readonly owner: object;
  readonly m: RuleArithmetic<Expression>;
  readonly signals: Signals;
}

type Evaluate = (evaluation: Evaluation) => Expression;

const parts: readonly Part[] = ['begins', 'talk', 'moves', 'ends'];

/**
 * Every formula of a rule, evaluated on symbols. What a formula reads only at some steps or updates, and not at the first
 * of them, is not seen.
 * @throws {InputError} on a formula that compares or converts a value, reads what nobody sets or says, or gives no number
 */
export function trace(rule: Rule): readonly Traced[] {
  const names = namesOf(rule);
  return rule.phases.flatMap((phase) =>
    parts.flatMap((part) =>
      (phase[part] ?? []).flatMap((statement) =>
        evaluationsOf(statement).map(({ what, evaluate }) => ({
          ...{ phase, part, who: statement.who, at: statement.at, what },
          ...twice(names, phase, evaluate),
        })),
      ),
    ),
  );
}

/**
 * What each formula of a rule computes in a phase; undefined of one that cannot be looked through, is another each time, or
 * is told more than the size of a step.
 */
export function expressionsOf(rule: Rule): (formula: Formula, phase: Phase) => Expression | undefined {
  const names = namesOf(rule);
  return (formula, phase) => {
    try {
      const { expression, signals, hides } = twice(names, phase, (one) => applied(formula, one));
      return hides || signals.size > 0 ? undefined : expression;
    } catch {
      return undefined;
    }
  };
}

/** What each formula of a rule computes in a phase, whatever it is told; undefined of one that cannot be looked through. */
export function expressionsIn(rule: Rule): (formula: Formula, phase: Phase) => Expression | undefined {
  const names = namesOf(rule);
  return (formula, phase) => {
    try {
      return once(names, phase, (one) => applied(formula, one)).expression;
    } catch {
      return undefined;
    }
  };
}

function evaluationsOf(
  statement: Statement,
): readonly { readonly what: Traced['what']; readonly evaluate: Evaluate }[] {
  if (statement.kind === 'say') {
    const { kind, path, values } = statement;
    return Object.entries(values).map(([key, formula]) => ({
      what: { kind, path, key },
      evaluate: (evaluation) => applied(formula!, evaluation),
    }));
  }
  if (statement.kind === 'set' || statement.kind === 'move') {
    const { kind, values } = statement;
    return Object.entries(values).map(([state, formula]) => ({
      what: { kind, state },
      evaluate: (evaluation) => applied(formula!, evaluation),
    }));
  }
  const { kind, terms } = statement;
  const lowpass = statement.kind === 'adapt' ? statement.lowpass : undefined;
  return Object.entries(terms).flatMap(([path, list = []]) =>
    list.map((term) => ({
      what: { kind, path, lowpass },
      evaluate: (evaluation) => product(term, path, evaluation),
    })),
  );
}

const applied = (formula: Formula, { names, owner, m, signals }: Evaluation): Expression =>
  formula<Expression>(m, ownOf(names, owner), signals);

/** gain * pre * post * own. */
function product(
  { gain = 1, pre, post, own }: Term<Names, string>,
  path: string,
  evaluation: Evaluation,
): Expression {
  const { names, owner, m, signals } = evaluation;
  const heard = known(names.rule, `heard ${path}`, names.keys[path], (key) =>
    leafOf(owner, { kind: 'heard', path, key }),
  );
  const leaf = (kind: 'weight' | 'mate') => leafOf(owner, { kind, path });
  return m.mul(
    typeof gain === 'number' ? gain : gain(signals),
    pre ? pre<Expression>(m, heard) : 1,
    post ? applied(post, evaluation) : 1,
    own ? own<Expression>(m, leaf('weight'), leaf('mate')) : 1,
  );
}

function twice(
  names: Vocabulary,
  phase: Phase,
  evaluate: Evaluate,
): Pick<Traced, 'expression' | 'signals' | 'hides'> {
  const [first, second] = [once(names, phase, evaluate), once(names, phase, evaluate)];
  const same = written(first.expression) === written(second.expression);
  const { expression, signals } = first;
  return { expression, signals, hides: !same || !first.pure || !second.pure };
}

function once(names: Vocabulary, { stepSize = 1 }: Pick<Phase, 'stepSize'>, evaluate: Evaluate) {
  const owner = {};
  const read = new Set<Signal>();
  const told = (name: Signal, value: number): number => {
    read.add(name);
    return value;
  };
  const signals: Signals = {
    stepSize,
    get step() {
      return told('step', 1);
    },
    get update() {
      return told('update', 0);
    },
    get draw() {
      return told('draw', 0);
    },
    get seed() {
      return told('seed', 1);
    },
  };
  const expression = evaluate({ names, owner, m: symbolic(owner), signals });
  requireExpression(names.rule, expression);
  return { expression, signals: read, pure: isOf(expression, owner) };
}
