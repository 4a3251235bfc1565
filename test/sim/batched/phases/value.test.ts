import { expect, it } from 'vitest';
import { float64 } from '../../../../src/lab/measurements/float64.js';
import type { Matrix } from '../../../../src/lab/measurements/matrix.js';
import type { RuleArithmetic } from '../../../../src/rules/arithmetic.js';
import { type Value, valuesOn } from '../../../../src/sim/batched/phases/value.js';

const values = valuesOn(float64);
type Values = RuleArithmetic<Value<Matrix>>;
const numbers = [-1.5, -1, 0, 0.25, 1, 3];

/** What is done to two numbers, each of them a constant or the same in a tensor. */
const operations: [
  string,
  (m: Values, a: Value<Matrix>, b: Value<Matrix>) => Value<Matrix>,
  (a: number, b: number) => number,
][] = [
  ['add', (m, a, b) => m.add(a, b), (a, b) => a + b],
  ['add of three', (m, a, b) => m.add(a, b, a), (a, b) => a + b + a],
  ['sub', (m, a, b) => m.sub(a, b), (a, b) => a - b],
  ['mul', (m, a, b) => m.mul(a, b), (a, b) => a * b],
  ['mul of three', (m, a, b) => m.mul(a, b, 2), (a, b) => a * b * 2],
  ['clip', (m, a) => m.clip(a, -1, 0.5), (a) => Math.min(Math.max(a, -1), 0.5)],
];

it.each(operations)('%s, of constants and of tensors', (_, operate, expected) => {
  const given = (x: number): Value<Matrix>[] => [x, float64.upload([x], [1, 1])];
  const numberOf = (value: Value<Matrix>) =>
    typeof value === 'number' ? value : 'data' in value ? value.data[0] : Number.NaN;
  for (const a of numbers) {
    for (const b of numbers) {
      const results = given(a).flatMap((x) => given(b).map((y) => numberOf(operate(values, x, y))));
      for (const result of results) expect(result, `${a}, ${b}`).toBeCloseTo(expected(a, b), 14);
    }
  }
});
