import type { RuleArithmetic } from '../../../rules/arithmetic.js';
import type { Device } from '../device.js';
import { Gated, gatedArithmetic } from './gated.js';

/**
 * A value of all units of a node, in all samples: a tensor [batch, units], or the same number for all; or that times their
 * slopes towards ports.
 */
export type Value<T> = Plain<T> | Gated<T>;
export type Plain<T> = T | number;

const isNumber = <T>(value: Plain<T>): value is number => typeof value === 'number';

/** Every tensor in it. */
export function* tensorsOf<T>(value: Value<T>): Iterable<T> {
  if (value instanceof Gated) {
    yield* tensorsOf(value.base);
    yield* value.gate;
  } else if (typeof value !== 'number') yield value;
}

/** The arithmetic of rules on a device. Constants stay numbers for as long as they can. */
export const valuesOn = <T>(m: Device<T>): RuleArithmetic<Value<T>> => gatedArithmetic(plainOn(m));

/** The same of values that are the same towards all ports. */
export function plainOn<T>(m: Device<T>): RuleArithmetic<Plain<T>> {
  const plus = (a: T, b: number): T => (b === 0 ? a : m.affine(a, 1, b));
  const times = (a: T, b: number): T => (b === 1 ? a : m.affine(a, b, 0));
  const add = (a: Plain<T>, b: Plain<T>): Plain<T> => {
    if (isNumber(a)) return isNumber(b) ? a + b : plus(b, a);
    return isNumber(b) ? plus(a, b) : m.add(a, b);
  };
  const mul = (a: Plain<T>, b: Plain<T>): Plain<T> => {
    if (isNumber(a)) return isNumber(b) ? a * b : times(b, a);
    return isNumber(b) ? times(a, b) : m.mul(a, b);
  };
  const sub = (a: Plain<T>, b: Plain<T>): Plain<T> => {
    if (isNumber(b)) return add(a, -b);
    return isNumber(a) ? m.affine(b, -1, a) : m.sub(a, b);
  };
  return {
    add: (a, b, ...more) => more.reduce(add, add(a, b)) as Plain<T>,
    mul: (a, b, ...more) => more.reduce(mul, mul(a, b)) as Plain<T>,
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
