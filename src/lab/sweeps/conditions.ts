import { nearest, refuse } from '../../errors.js';
import { listed, show } from '../../schema.js';
import type { Parameter } from './parameter.js';
import type { Value } from './scale.js';

/** Values by the names of parameters. */
export type Values = Readonly<Record<string, Value>>;

/** Whether a parameter is there, where those before it have these values. */
export function isActive({ when }: Parameter, values: Values): boolean {
  return Object.entries(when).every(
    ([name, wanted]) => Object.hasOwn(values, name) && wanted.some((value) => same(value, values[name])),
  );
}

/**
 * Parameters in an order in which each comes after those that it depends on, else as they are given.
 * @throws {InputError} on a condition on something that is no parameter, that can never hold, or on itself in a circle
 */
export function inOrder(where: string, parameters: readonly Parameter[]): Parameter[] {
  const names = parameters.map(({ name }) => name);
  for (const parameter of parameters)
    checkCondition(`${where}.${parameter.name}.when`, parameter, parameters);
  const ordered: Parameter[] = [];
  const left = [...parameters];
  while (left.length > 0) {
    const i = left.findIndex(({ when }) =>
      Object.keys(when).every((name) => ordered.some((o) => o.name === name)),
    );
    if (i < 0) {
      const circle = names.filter((name) => left.some((parameter) => parameter.name === name));
      const got = `conditions in a circle: ${listed(circle)}`;
      refuse({
        where: `${where}.${circle[0]}.when`,
        got,
        expected: 'a parameter that does not depend on this one',
      });
    }
    ordered.push(...left.splice(i, 1));
  }
  return ordered;
}

function checkCondition(where: string, { name, when }: Parameter, parameters: readonly Parameter[]): void {
  const others = parameters.filter((other) => other.name !== name);
  for (const [on, wanted] of Object.entries(when)) {
    const other = others.find((each) => each.name === on);
    if (!other) {
      const known = others.map((each) => each.name);
      const near = nearest(on, known);
      const expected =
        known.length > 0
          ? `one of the other parameters: ${listed(known)}`
          : 'no condition: there is no other parameter';
      refuse({ where, got: show(on), expected, hint: near && JSON.stringify(near) });
    }
    const values = other.range.axis === 'names' ? other.range.points(undefined)! : undefined;
    if (!values) {
      refuse({
        where: `${where}.${on}`,
        got: 'a parameter that is no choice',
        expected: 'one with a list of values',
      });
    }
    for (const value of wanted) {
      if (values.some((each) => same(each, value))) continue;
      const expected = `one of its values: ${listed(values.map(show))}`;
      refuse({ where: `${where}.${on}`, got: show(value), expected });
    }
  }
}

const same = (a: Value, b: Value) => JSON.stringify(a) === JSON.stringify(b);
