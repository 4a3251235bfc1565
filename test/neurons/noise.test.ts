import { expect, it } from 'vitest';
import { randomStream } from '../../src/math/random.js';
import { ornsteinUhlenbeckStep, whiteStep } from '../../src/neurons/noise.js';

it('an Ornstein-Uhlenbeck step forgets by e^-h/tau, and adds what keeps the variance', () => {
  expect(ornsteinUhlenbeckStep(2, 3, 0.5, 0.5 * Math.LN2, 0)).toBeCloseTo(1, 15);
  // e^(-2h/tau) = 1/4: sqrt(3/4) of 3 is added.
  expect(ornsteinUhlenbeckStep(0, 3, 0.5, 0.5 * Math.LN2, 1)).toBeCloseTo(3 * Math.sqrt(0.75), 15);
});

it('two half steps scatter as one whole step does', () => {
  const [sd, tau, h] = [1.3, 0.7, 0.4];
  const scatter = (step: number) => ornsteinUhlenbeckStep(0, sd, tau, step, 1);
  const twice = Math.hypot(scatter(h / 2) * Math.exp(-h / 2 / tau), scatter(h / 2));
  expect(twice).toBeCloseTo(scatter(h), 14);
});

it('white noise keeps an activity at its scatter: (1 - h)^2 sd^2 + step^2 = sd^2', () => {
  for (const h of [0.01, 0.5, 1, 1.5]) {
    expect((1 - h) ** 2 * 4 + whiteStep(2, h, 1) ** 2).toBeCloseTo(4, 12);
  }
});

it('draws settle at the stationary moments', () => {
  const stream = randomStream(1, 'test');
  let [n, sum, squares] = [0, 0, 0];
  const count = 100_000;
  for (let i = 0; i < count; i++) {
    n = ornsteinUhlenbeckStep(n, 0.5, 1, 0.5, stream.normal());
    sum += n;
    squares += n * n;
  }
  // Correlation e^-1/2 per draw leaves count (1 - r) / (1 + r) = a quarter as many independent draws.
  const independent = count / 4.08;
  expect(Math.abs(sum / count)).toBeLessThan((4 * 0.5) / Math.sqrt(independent));
  expect(Math.abs(squares / count / 0.25 - 1)).toBeLessThan(4 * Math.sqrt(2 / independent));
});
