import type { Arithmetic } from '../../math/arithmetic.js';
import { type Call, Traced, tracedArithmetic, Violation, violate } from './traced.js';

/** A function of a rule, as engines call it. */
export type RuleFunction = (m: Arithmetic<number>, given: never) => number;

/** What has become of the rule's functions, over everything that ran: each has to be one formula. */
export class Formulas {
  private readonly seen = new Map<string, { steps: string; formula: string }>();

  /** @param report takes down what should not be */
  constructor(readonly report: (finding: string) => void) {}

  /** A finding, unless the function computed what it always did. */
  check({ of, steps }: Call, formula: string): void {
    const all = steps.join('; ');
    const known = this.seen.get(of);
    if (!known) {
      this.seen.set(of, { steps: all, formula });
      return;
    }
    if (known.steps === all) return;
    this.report(
      `${of} is not the same function everywhere: ${bare(known.formula)} at first, later ${bare(formula)}; what makes ` +
        'the difference is hidden',
    );
  }

  /** A constant that engines read from the rule itself. */
  constant(of: string, value: unknown): void {
    const call = { of, steps: [String(value)], open: false, report: this.report };
    this.check(call, String(value));
  }

  get all(): { of: string; formula: string }[] {
    return [...this.seen].map(([of, { formula }]) => ({ of, formula: bare(formula) }));
  }
}

const bare = (formula: string) => (/^\([^()]*\)$/.test(formula) ? formula.slice(1, -1) : formula);

/**
 * The same function, computing with values that it cannot look at.
 * @param of its name @param known what it may read of the state that it is given; undefined: it is given one value
 */
export function watched<G, R extends number>(
  of: string,
  known: readonly string[] | undefined,
  formulas: Formulas,
  call: (m: Arithmetic<never>, given: never) => never,
): (m: Arithmetic<number>, given: G) => R {
  return (m, given) => {
    const evaluation: Call = { of, steps: [], open: true, report: formulas.report };
    const state = known
      ? stateOf(given as object, known, evaluation)
      : leaf(evaluation, given as number, 'a');
    try {
      const answer = call(tracedArithmetic(m, evaluation) as never, state as never);
      const { value, place, formula } = Traced.open(answer, evaluation);
      evaluation.steps.push(`= ${place}`);
      formulas.check(evaluation, formula);
      return value as R;
    } catch (error) {
      // The engine goes on, so that nothing is thrown through its streams; what happened has been taken down.
      if (!(error instanceof Violation)) formulas.report(`${of} fails on what it may read: ${textOf(error)}`);
      return 0 as R;
    } finally {
      evaluation.open = false;
    }
  };
}

/** What an error says. */
export const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const leaf = (call: Call, value: number, name: string) => new Traced(call, value, name, name);

// What is not in its interface is refused, whether or not the object has it.
function stateOf(given: object, known: readonly string[], call: Call): object {
  const values = new Map<string, Traced>();
  const refuseKey = (what: string, key: PropertyKey): never =>
    violate(
      call,
      `${what} ${JSON.stringify(String(key))}, which is none of what it may read: ${known.join(', ')}`,
    );
  return new Proxy(Object.freeze(Object.create(null)), {
    get: (_, key) => {
      if (typeof key !== 'string' || !known.includes(key)) return refuseKey('reads', key);
      const value = values.get(key) ?? leaf(call, Reflect.get(given, key) as number, key);
      values.set(key, value);
      return value;
    },
    set: (_, key) => refuseKey('writes', key),
    defineProperty: (_, key) => refuseKey('writes', key),
    deleteProperty: (_, key) => refuseKey('deletes', key),
    has: (_, key) => refuseKey('asks for', key),
    ownKeys: () => refuseKey('lists', 'everything'),
    getOwnPropertyDescriptor: (_, key) => refuseKey('asks for', key),
    getPrototypeOf: () => refuseKey('asks for', 'prototype'),
  });
}
