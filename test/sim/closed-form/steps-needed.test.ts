import { describe, expect, it } from 'vitest';
import { relaxingDepth, relaxingDepths } from '../../../src/network/depth.js';
import { layOut } from '../../../src/network/layout.js';
import { parseNetwork } from '../../../src/network/parse.js';
import {
  durationNeeded,
  leftAfter,
  leftAfterSteps,
  stepsNeeded,
} from '../../../src/sim/closed-form/steps-needed.js';

describe('what is left of where a relaxation began', () => {
  it('one node from the outputs is (1 - h)^k, or e^-t', () => {
    expect(leftAfterSteps(20, 0.1, 1)).toBeCloseTo(0.9 ** 20, 14);
    expect(leftAfter(3, 1)).toBeCloseTo(Math.exp(-3), 14);
  });

  it('further on is what fewer steps than nodes leave: the chance of so few of k, by the binomial distribution', () => {
    // Two of three: (1/2)^3 (1 + 3) of three steps of a half.
    expect(leftAfterSteps(3, 0.5, 2)).toBeCloseTo(0.5, 14);
    expect(leftAfter(2, 3)).toBeCloseTo(Math.exp(-2) * (1 + 2 + 2), 14);
  });

  it('is nothing where all nodes are relays, and after as many steps of one as there are nodes', () => {
    expect(leftAfterSteps(0, 0.1, 0)).toBe(0);
    expect(stepsNeeded(5, 1, 1e-9)).toBe(5);
    expect(stepsNeeded(0, 0.1, 1e-3)).toBe(0);
  });

  it('tells the first number of steps that is enough', () => {
    for (const depth of [1, 3, 8]) {
      const steps = stepsNeeded(depth, 0.1, 1e-3);
      expect(leftAfterSteps(steps, 0.1, depth)).toBeLessThanOrEqual(1e-3);
      expect(leftAfterSteps(steps - 1, 0.1, depth)).toBeGreaterThan(1e-3);
      const duration = durationNeeded(depth, 1e-3);
      expect(leftAfter(duration, depth)).toBeLessThanOrEqual(1e-3);
      expect(leftAfter(duration - 0.1, depth)).toBeGreaterThan(1e-3);
    }
  });
});

describe('the relaxing path', () => {
  const layout = layOut(parseNetwork({ builder: 'cnn' }));

  it('counts the nodes that relax, not relays and not what is clamped', () => {
    expect([...relaxingDepths(layout).values()]).toEqual([4, 3, 3, 2, 1, 0]);
    expect(relaxingDepth(layout)).toBe(4);
  });

  it('of an LSTM is as long as its sequence', () => {
    const cell = { builder: 'lstm', units: 3, steps: 8, from: ['u'] };
    const nodes = { cell, out: { type: 'dense', units: 1, from: ['cell'] } };
    const lstm = parseNetwork({ inputs: { u: [8, 2] }, nodes, outputs: { out: { loss: 'mse' } } });
    expect(relaxingDepth(layOut(lstm))).toBe(8);
  });
});
