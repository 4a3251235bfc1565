import { describe, expect, it } from 'vitest';
import { averages } from '../../../src/lab/training/averages.js';
import { Averaging, averageOf } from '../../../src/lab/training/averaging.js';
import { refusal } from '../../network/refusals.js';

const weights = (x: number) => ({ w: { shape: [1], data: Float64Array.of(x) } });

/** Averages after each of these weights, one of an epoch each. */
function course(text: string, epochs: number, all: readonly number[]): (number | undefined)[] {
  const averaging = new Averaging(averageOf(text, epochs, 'average'));
  return all.map((x, i) => {
    if (averaging.takes(i + 1)) averaging.take(weights(x));
    return averaging.parameters?.w.data[0];
  });
}

describe('by hand', () => {
  it('ema: begins with the first weights', () => {
    expect(course('ema:decay=0.75', 3, [4, 8, 0])).toEqual([4, 5, 3.75]);
  });

  it('swa: the mean of the last ones', () => {
    expect(course('swa:last=2', 4, [9, 9, 2, 4])).toEqual([undefined, undefined, 2, 3]);
    expect(course('swa:from=2', 4, [9, 1, 2, 6])).toEqual([undefined, 1, 1.5, 3]);
  });

  it('swa: the last quarter, where nobody says', () => {
    expect(averageOf('swa', 10, 'a')).toEqual({ name: 'swa', from: 8, last: 0 });
    expect(averageOf('swa', 1, 'a')).toEqual({ name: 'swa', from: 1, last: 0 });
    expect(averageOf(averageOf('swa:last=3', 10, 'a'), 20, 'a')).toEqual({ name: 'swa', from: 8, last: 0 });
  });

  it('does not keep the weights themselves', () => {
    const averaging = new Averaging(averageOf('ema', 1, 'a'));
    const given = weights(1);
    averaging.take(given);
    given.w.data[0] = 5;
    expect(averaging.parameters!.w.data[0]).toBe(1);
  });
});

it('is taken in after minibatches, or after epochs', () => {
  const takes = (text: string) => {
    const averaging = new Averaging(averageOf(text, 4, 'a'));
    return [undefined, 2, 3].map((epoch) => averaging.takes(epoch));
  };
  expect(takes('ema')).toEqual([true, true, true]);
  expect(takes('swa:from=3')).toEqual([false, false, true]);
});

it.each([
  ['emma', 'a.name: got "emma", expected one of ema, swa. Try "ema".'],
  ['ema:decay=1', 'a.decay: got 1, expected a number of at least 0 and below 1.'],
  ['ema,swa', 'a: got 2 averages, expected one.'],
  ['swa:first=2', 'a: got unknown key "first", expected only from, last.'],
])('refuses %s', (text, says) => {
  expect(refusal(() => averageOf(text, 3, 'a'))).toContain(says);
});

it.each(Object.entries(averages))('%s is called so', (name, family) => {
  expect(family.name).toBe(name);
});
