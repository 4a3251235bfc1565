import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numbers } from '../../src/math/numbers.js';
import { type ActivationName, activations } from '../../src/neurons/activations.js';
import { ColumnArithmetic } from '../../src/neurons/phases/column-arithmetic.js';

const names = Object.keys(activations) as ActivationName[];

it.each(names)('has the rates and slopes of %s of one neuron after the other, to the bit', (name) => {
  const { rate, slope } = activations[name];
  fc.assert(
    fc.property(fc.array(fc.double(), { minLength: 1, maxLength: 9 }), (list) => {
      const columns = new ColumnArithmetic(list.length);
      const values = Float64Array.from(list);
      for (const formula of [rate, slope, rate]) {
        const found = [...formula(columns.begin(), values)];
        expect(found).toEqual(list.map((a) => formula(numbers, a)));
      }
      expect([...values]).toEqual(list);
    }),
  );
});

it('has every operation of a neuron: what it made before stands meanwhile', () => {
  const m = new ColumnArithmetic(3);
  const [a, b] = [Float64Array.of(1, -2, 0.5), Float64Array.of(4, 0.25, -3)];
  const one = m.sub(m.div(m.mul(a, b), m.ones()), m.add(a, b));
  expect([...m.affine(one, 2, 1)]).toEqual([-1, 3.5, 3]);
  expect([...m.sqrt(m.exp(Float64Array.of(0, 0, 0)))]).toEqual([1, 1, 1]);
  const before = [...one];
  m.softplus(m.tanh(m.sigmoid(a)));
  expect([...one]).toEqual(before);
});
