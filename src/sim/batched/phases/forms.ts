import { refuse } from '../../../errors.js';
import type { RuleArithmetic } from '../../../rules/arithmetic.js';
import type { Value } from './value.js';

/** A linear form, constant + sum of factor * variable: of neurons, variables by name. */
export interface Form<T> {
  readonly constant: Value<T>;
  readonly factors: ReadonlyMap<string, Value<T>>;
}

export const constantForm = <T>(constant: Value<T>): Form<T> => ({ constant, factors: new Map() });

export const variable = <T>(name: string): Form<T> => ({ constant: 0, factors: new Map([[name, 1]]) });

/** The arithmetic of rules on linear forms. @throws {InputError} on what is not linear */
export function formsOver<T>(values: RuleArithmetic<Value<T>>): RuleArithmetic<Form<T>> {
  const of = (a: Form<T> | number): Form<T> => (typeof a === 'number' ? constantForm<T>(a) : a);
  // A zero is none: it costs no operation.
  const times = (a: Value<T>, b: Value<T>): Value<T> => (a === 0 || b === 0 ? 0 : values.mul(a, b));
  const combined = (a: Form<T>, b: Form<T>, join: (a: Value<T>, b: Value<T>) => Value<T>): Form<T> => {
    const names = new Set([...a.factors.keys(), ...b.factors.keys()]);
    const factors = [...names].map(
      (name) => [name, join(a.factors.get(name) ?? 0, b.factors.get(name) ?? 0)] as const,
    );
    return { constant: join(a.constant, b.constant), factors: new Map(factors) };
  };
  const add = (a: Form<T>, b: Form<T>) => combined(a, b, (x, y) => values.add(x, y));
  const mul = (a: Form<T>, b: Form<T>): Form<T> => {
    const [form, { constant, factors }] = isConstant(b) ? [a, b] : [b, a];
    if (factors.size > 0) notLinear('a product of two values that move');
    const scaled = [...form.factors].map(([name, factor]) => [name, times(factor, constant)] as const);
    return { constant: times(form.constant, constant), factors: new Map(scaled) };
  };
  return {
    add: (a, b, ...more) => [b, ...more].reduce<Form<T>>((sum, next) => add(sum, of(next)), of(a)),
    mul: (a, b, ...more) => [b, ...more].reduce<Form<T>>((product, next) => mul(product, of(next)), of(a)),
    sub: (a, b) => combined(of(a), of(b), (x, y) => values.sub(x, y)),
    sign: (a) => constantForm(values.sign(constantOf(of(a), 'sign'))),
    clip: (a, low, high) => constantForm(values.clip(constantOf(of(a), 'clip'), low, high)),
  };
}

export const isConstant = ({ factors }: Form<unknown>): boolean => factors.size === 0;

/** Its value, if nothing in it moves. @throws {InputError} if something does */
export function constantOf<T>(form: Form<T>, operation: string): Value<T> {
  return isConstant(form) ? form.constant : notLinear(`${operation} of what moves`);
}

function notLinear(got: string): never {
  return refuse({ where: 'phase', got, expected: 'a linear form', hint: 'solver euler' });
}
