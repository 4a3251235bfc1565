import type { RuleArithmetic } from '../../../rules/arithmetic.js';
import type { Device } from '../device.js';

/** A value of all units of a node, in all samples: a tensor [batch, units], or the same number for all. */
export type Value<T> = T | number;

const isNumber = <T>(value: Value<T>): value is number => typeof value === 'number';

/** The arithmetic of rules on a device. Constants stay numbers for as long as they can. */
export function valuesOn<T>(m: Device<T>): RuleArithmetic<Value<T>> {
  const plus = (a: T, b: number): T => (b === 0 ? a : m.affine(a, 1, b));
  const times = (a: T, b: number): T => (b === 1 ? a : m.affine(a, b, 0));
  const add = (a: Value<T>, b: Value<T>): Value<T> => {
    if (isNumber(a)) return isNumber(b) ? a + b : plus(b, a);
    return isNumber(b) ? plus(a, b) : m.add(a, b);
  };
  const mul = (a: Value<T>, b: Value<T>): Value<T> => {
    if (isNumber(a)) return isNumber(b) ? a * b : times(b, a);
    return isNumber(b) ? times(a, b) : m.mul(a, b);
  };
  const sub = (a: Value<T>, b: Value<T>): Value<T> => {
    if (isNumber(b)) return add(a, -b);
    return isNumber(a) ? m.affine(b, -1, a) : m.sub(a, b);
  };
  return {
    add: (a, b, ...more) => more.reduce(add, add(a, b)) as Value<T>,
    mul: (a, b, ...more) => more.reduce(mul, mul(a, b)) as Value<T>,
    sub,
    // -0 of a number, as Math.sign has it, would differ in a text alone.
    sign: (a) => (isNumber(a) ? Math.sign(a) : m.sub(m.step(a), m.step(m.affine(a, -1, 0)))),
    clip: (a, low, high) => {
      if (isNumber(a)) return Math.min(Math.max(a, low), high);
      // low + relu(a - low) - relu(a - high), which is the nearest number in between to rounding.
      return sub(plus(m.relu(plus(a, -low)), low), m.relu(plus(a, -high)));
    },
  };
}
