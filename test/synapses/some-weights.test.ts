import { expect, it } from 'vitest';
import { MadeWeights } from '../../src/synapses/phases/made-weights.js';
import { Weights } from '../../src/synapses/phases/weights.js';

const made = () => {
  const weights = new Weights('h.weight', [2, 3], [1, -2, 3, -4, 5, -6]);
  return { weights, signs: new MadeWeights(weights, (m, mate) => m.sign(mate)) };
};

it('some weights go down their gradients, a row or a column of them, and forget these alone', () => {
  const { weights } = made();
  // Nobody has added anything.
  weights.descendSome(0.5, 0, 6, 1);
  weights.touch().set([1, 2, 4, 8, 16, 32]);
  weights.descendSome(0.5, 3, 3, 1);
  expect([...weights.values]).toEqual([1, -2, 3, -8, -3, -22]);
  weights.descendSome(0.25, 1, 2, 3);
  expect([...weights.values]).toEqual([1, -2.5, 3, -8, -3, -22]);
  expect([...weights.gradient!]).toEqual([1, 0, 4, 0, 0, 0]);
});

it('those that are made of them follow at these places', () => {
  const { weights, signs } = made();
  weights.values.set([-1, 2, -3, 4, -5, 6]);
  signs.remakeSome(1, 2, 3);
  expect([...signs.values]).toEqual([1, 1, 1, -1, -1, -1]);
  signs.remake();
  expect([...signs.values]).toEqual([-1, 1, -1, 1, -1, 1]);
  expect([signs.follow(weights), signs.follow(made().weights)]).toEqual([true, false]);
});
