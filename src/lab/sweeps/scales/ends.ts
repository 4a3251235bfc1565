import { z } from 'zod';
import { refuse } from '../../../errors.js';

const number = z.number('a finite number');
const above0 = number.positive('a number above 0');
const whole = z.int('a whole number');
const whole1 = whole.min(1, 'a whole number of at least 1');

/** The two ends of a range, both of which belong to it. */
export const numberEnds = { low: number, high: number };
export const positiveEnds = { low: above0, high: above0 };
export const wholeEnds = { low: whole, high: whole };
export const countEnds = { low: whole1, high: whole1 };

/** @throws {InputError} unless the low end is below the high one */
export function checkEnds(
  where: string,
  { low, high }: { readonly low: number; readonly high: number },
): void {
  if (low < high) return;
  refuse({ where: `${where}.high`, got: String(high), expected: `a number above low, which is ${low}` });
}

/** `count` places from 0 to 1. */
export const places = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => (count === 1 ? 0.5 : i / (count - 1)));

/** Without what is there twice. */
export const distinct = (values: readonly number[]): number[] => [...new Set(values)];
