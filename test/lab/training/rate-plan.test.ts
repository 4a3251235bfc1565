import { describe, expect, it } from 'vitest';
import { RatePlan, schedulesOf } from '../../../src/lab/training/rate-plan.js';
import { rateSchedules } from '../../../src/lab/training/rate-schedules.js';
import { refusal } from '../../network/refusals.js';

const batches = 4;
/** Rates of the first minibatches of a run of so many epochs. */
function rates(text: unknown, count: number, { base = 1, epochs = 3 } = {}): number[] {
  const plan = new RatePlan(schedulesOf(text, epochs, 'schedule'), batches);
  return Array.from({ length: count }, (_, step) => plan.rate(base, step));
}

const near = (got: readonly number[], wanted: readonly number[]) => {
  expect(got).toHaveLength(wanted.length);
  for (const [i, x] of got.entries()) expect(x, `minibatch ${i}`).toBeCloseTo(wanted[i], 12);
};

describe('by hand', () => {
  it('constant: a share of the rate', () => {
    near(rates('constant:factor=0.5', 2, { base: 0.2 }), [0.1, 0.1]);
  });

  it('step: per epoch, or per minibatch', () => {
    near(rates('step:every=1:gamma=0.5', 9), [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25]);
    near(rates('step:every=2:gamma=0.5:per=step', 5), [1, 1, 0.5, 0.5, 0.25]);
  });

  it('exponential', () => {
    near(rates('exponential:gamma=0.5', 5), [1, 1, 1, 1, 0.5]);
    near(rates('exponential:gamma=0.5:per=step', 3), [1, 0.5, 0.25]);
  });

  it('cosine: over the run, and then at its end', () => {
    // 12 minibatches: cos 0, 30, 60, 90 degrees, ...
    const half = Math.sqrt(3) / 2;
    near(rates('cosine', 4, { epochs: 1.5 }), [1, (1 + half) / 2, 0.75, 0.5]);
    near(rates('cosine:minimum=0.2:steps=2', 5), [1, 0.6, 0.2, 0.2, 0.2]);
    near(rates('cosine:per=epoch', 9, { epochs: 2 }), [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0]);
  });

  it('warm-up: from a third, and then the rate', () => {
    near(rates('warm-up:steps=4', 6), [1 / 3, 1 / 2, 2 / 3, 5 / 6, 1, 1]);
    near(rates('warm-up:epochs=0.5:from=0', 3), [0, 0.5, 1]);
  });

  it('warm-up, then cosine to the end of the run', () => {
    near(rates('warm-up:steps=2:from=0.5,cosine', 6, { epochs: 1.5 }), [
      ...[0.5, 0.75, 1],
      ...[45, 90, 135].map((degrees) => (1 + Math.cos((degrees / 180) * Math.PI)) / 2),
    ]);
  });

  it('one after the other, each beginning at its own time 0', () => {
    near(rates('constant:epochs=1,exponential:gamma=0.5', 9), [1, 1, 1, 1, 1, 1, 1, 1, 0.5]);
  });

  it('a parameter that is held stays, whatever the minimum', () => {
    near(rates('cosine:minimum=0.5', 2, { base: 0 }), [0, 0]);
  });
});

it('what lasts to the end of the run has that written down', () => {
  expect(schedulesOf('warm-up:epochs=1,cosine', 9, 's')).toEqual([
    { name: 'warm-up', per: 'step', epochs: 1, from: 1 / 3 },
    { name: 'cosine', per: 'step', until: 9, minimum: 0 },
  ]);
  const read = schedulesOf('warm-up:epochs=1,cosine', 9, 's');
  expect(schedulesOf(read, 20, 's')).toEqual(read);
  expect(schedulesOf(['constant', { name: 'step', per: 'step' }].slice(1), 2, 's')).toHaveLength(1);
});

it.each([
  [
    'cosin',
    's.name: got "cosin", expected one of constant, step, exponential, cosine, warm-up. Try "cosine".',
  ],
  [
    'warm-up',
    's: got warm-up without an end, expected epochs, steps, or until an epoch. Try warm-up:epochs=1.',
  ],
  [
    'cosine,step',
    's[0]: got cosine without an end, expected epochs, steps, or until an epoch. Try cosine:epochs=1.',
  ],
  ['cosine:epochs=1:steps=2', 's: got more than one length, expected one of epochs, steps, until.'],
  ['cosine:steps=1.5', 's.steps: got 1.5, expected a whole number above 0.'],
  ['cosine:epochs=0', 's.epochs: got 0, expected a number above 0.'],
  ['cosine:minimun=0', 's: got unknown key "minimun", expected only minimum. Try "minimum".'],
  ['cosine:per=minute', 's.per: got "minute", expected one of step, epoch.'],
  ['cosine:minimum', 's: got "cosine:minimum", expected NAME or NAME:SETTING=VALUE:SETTING=VALUE.'],
  ['cosine:minimum=1:minimum=2', 's: got minimum twice, expected each setting once.'],
  ['step:gamma=big', 's.gamma: got "big", expected a number above 0.'],
  [7, 's: got 7, expected an object.'],
  [[], 's: got [], expected at least one.'],
])('refuses %j', (given, says) => {
  expect(refusal(() => schedulesOf(given, 3, 's'))).toBe(says);
});

it('refuses what is over before it begins', () => {
  const schedules = schedulesOf('warm-up:epochs=3,cosine', 3, 's');
  expect(refusal(() => new RatePlan(schedules, batches))).toBe(
    'learningRateSchedule[1]: got cosine from minibatch 12 on, for 0, expected at least one minibatch. Try cosine:epochs=1.',
  );
});

it.each(Object.entries(rateSchedules))('%s is called so', (name, family) => {
  expect(family.name).toBe(name);
});
