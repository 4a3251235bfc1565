import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { findPeer } from '../../bench/python.js';
import { RatePlan, schedulesOf } from '../../src/lab/training/rate-plan.js';

const lr = 0.3;
const count = 12;
const part = (scheduler: string, args: object, lasts = 0) => ({ scheduler, args, lasts });

/** As we have it, a scheduler step being an epoch of one minibatch; and as PyTorch does. */
const tasks: readonly (readonly [string, ReturnType<typeof part>[]])[] = [
  ['constant:factor=0.5:epochs=20', [part('ConstantLR', { factor: 0.5, total_iters: 20 })]],
  ['step:every=3:gamma=0.5', [part('StepLR', { step_size: 3, gamma: 0.5 })]],
  ['step', [part('StepLR', { step_size: 1 })]],
  ['exponential:gamma=0.8', [part('ExponentialLR', { gamma: 0.8 })]],
  ['cosine:minimum=0.01', [part('CosineAnnealingLR', { T_max: count, eta_min: 0.01 })]],
  ['warm-up:steps=5', [part('LinearLR', { total_iters: 5 })]],
  [
    'warm-up:steps=4:from=0.1,cosine',
    [
      part('LinearLR', { start_factor: 0.1, total_iters: 4 }, 4),
      part('CosineAnnealingLR', { T_max: count - 4 }),
    ],
  ],
  [
    'warm-up:steps=2,step:every=2:epochs=4,exponential:gamma=0.5',
    [
      part('LinearLR', { total_iters: 2 }, 2),
      part('StepLR', { step_size: 2 }, 4),
      part('ExponentialLR', { gamma: 0.5 }),
    ],
  ],
];

it('learning rates are those of PyTorch', { timeout: 300_000 }, (context) => {
  const found = findPeer('torch');
  if ('reason' in found) return context.skip(found.reason);
  const file = fileURLToPath(new URL('schedules.py', import.meta.url));
  const input = JSON.stringify({ tasks: tasks.map(([, parts]) => ({ parts, lr, count })) });
  const { stdout, stderr, status } = spawnSync(found.python, ['-W', 'ignore', file], {
    input,
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  const { courses } = JSON.parse(stdout.trim().split('\n').at(-1)!);
  for (const [i, [text]] of tasks.entries()) {
    const plan = new RatePlan(schedulesOf(text, count, text), 1);
    for (const [step, rate] of courses[i].entries())
      expect(plan.rate(lr, step), `${text}, step ${step}`).toBeCloseTo(rate, 12);
  }
});
