import { describe, expect, it } from 'vitest';
import type { TraceColumns } from '../../src/messages/message.js';
import { follow } from '../../src/synapses/following.js';
import { type Optimiser, type OptimiserFamily, optimiser } from '../../src/synapses/optimiser.js';
import { adam } from '../../src/synapses/optimisers/adam.js';
import { adamw } from '../../src/synapses/optimisers/adamw.js';
import { momentum } from '../../src/synapses/optimisers/momentum.js';
import { nesterov } from '../../src/synapses/optimisers/nesterov.js';
import { rmsprop } from '../../src/synapses/optimisers/rmsprop.js';
import { optimisers, standardOptimiser } from '../../src/synapses/optimisers.js';
import { refusal } from '../network/refusals.js';

/** Where a weight that begins at 1 is after each of these gradients. */
function course(by: Optimiser, gradients: readonly number[], rate: number, more = {}): number[] {
  const weights = Float64Array.of(1);
  const traces: TraceColumns = new Map();
  return gradients.map((gradient, i) => {
    const signals = { clip: undefined, decay: 0, samples: 1, ...more };
    follow({ optimiser: by, rate, update: i + 1, ...signals }, weights, Float64Array.of(gradient), traces);
    return weights[0];
  });
}

const near = (got: readonly number[], wanted: readonly number[]) => {
  expect(got).toHaveLength(wanted.length);
  for (const [i, x] of got.entries()) expect(x).toBeCloseTo(wanted[i], 12);
};

describe('by hand', () => {
  it('sgd: of sums over two samples, clipped, then with decay', () => {
    // -4 / 2 is clipped to -0.5; decay adds 0.1 * 1, then 0.1 * 1.08.
    near(course(standardOptimiser, [-4, 0], 0.2, { clip: 0.5, decay: 0.1, samples: 2 }), [1.08, 1.0584]);
  });

  it('momentum: the first buffer is the gradient, the second half of it and the next', () => {
    near(course(optimiser(momentum, { momentum: 0.5 }), [1, 2, 0], 0.1), [0.9, 0.65, 0.525]);
  });

  it('momentum, nesterov: the gradient, and half the buffer', () => {
    // Buffers 1, 2.5, 1.25: directions 1.5, 3.25, 0.625.
    near(
      course(optimiser(momentum, { momentum: 0.5, nesterov: true }), [1, 2, 0], 0.1),
      [0.85, 0.525, 0.4625],
    );
  });

  it('adam: the first step is the rate, whatever the gradient; epsilon stands outside the root', () => {
    near(course(optimiser(adam, { epsilon: 1 }), [3], 0.1), [1 - 0.1 * (3 / 4)]);
    expect(course(optimiser(adam), [1e-3], 0.1)[0]).toBeCloseTo(1 - 0.1 * (1e-3 / (1e-3 + 1e-8)), 12);
  });

  it('adam: two steps', () => {
    // m = 0.5, 1.25 over 0.5, 0.75; v = 0.25, 1.1875 over 0.25, 0.4375.
    const second = 1.25 / 0.75 / Math.sqrt(1.1875 / 0.4375);
    const by = optimiser(adam, { beta1: 0.5, beta2: 0.75, epsilon: 1e-300 });
    near(course(by, [1, 2], 0.1), [0.9, 0.9 - 0.1 * second]);
  });

  it('adam: decay is in the gradient, and so in both means', () => {
    const by = optimiser(adam, { beta1: 0.5, beta2: 0.5, epsilon: 1 });
    near(course(by, [0], 0.1, { decay: 2 }), [1 - 0.1 * (2 / 3)]);
  });

  it('adamw: decay is beside the step, and in no mean', () => {
    const by = optimiser(adamw, { beta1: 0.5, beta2: 0.5, epsilon: 1 });
    near(course(by, [0], 0.1, { decay: 2 }), [0.8]);
    near(course(by, [3], 0.1, { decay: 2 }), [0.8 - 0.1 * (3 / 4)]);
  });

  it('nesterov: as momentum that looks ahead', () => {
    near(course(optimiser(nesterov, { momentum: 0.5 }), [1, 2, 0], 0.1), [0.85, 0.525, 0.4625]);
  });

  it('rmsprop: the mean of squares is not corrected for its start', () => {
    // v = 1, 1.75: steps 2 / 2 and 2 / (sqrt(1.75) + 1).
    const by = optimiser(rmsprop, { alpha: 0.75, epsilon: 1 });
    near(course(by, [2, 2], 0.1), [0.9, 0.9 - 0.2 / (Math.sqrt(1.75) + 1)]);
  });

  it('rmsprop, centred with momentum: steps by deviations, half of the last one again', () => {
    // v = 2, a = 1: variance 1, step 2 / 2; then v = 3, a = 1.5: variance 0.75.
    const by = optimiser(rmsprop, { alpha: 0.5, epsilon: 1, momentum: 0.5, centred: true });
    near(course(by, [2, 2], 0.1), [0.9, 0.9 - 0.1 * (0.5 + 2 / (Math.sqrt(0.75) + 1))]);
  });
});

describe('a formula', () => {
  const of = (descend: Optimiser['descend']) =>
    optimiser({
      ...{ name: 'odd', summary: '', source: '', options: {} },
      of: () => ({ traces: ['kept'], ...(descend && { descend }) }),
    });

  it('that looks at a value is refused: a branch would not be seen', () => {
    const looking = () =>
      of((_, gradient, [kept]) => ({ step: (gradient as number) > 0 ? gradient : kept, traces: [kept] }));
    expect(refusal(looking)).toMatch(/Optimiser.descend: got a value that is looked at/);
  });

  it('that leaves other traces than it has is refused by name', () => {
    const forgetful = () => of((_, gradient) => ({ step: gradient, traces: [] }));
    expect(refusal(forgetful)).toBe('optimiser odd: got 0 traces left, expected 1.');
  });
});

it.each(Object.entries<OptimiserFamily>(optimisers))('%s is called so', (name, family) => {
  expect(family.name).toBe(name);
});
