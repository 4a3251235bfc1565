import { describe, expect, it } from 'vitest';
import { activate, slope } from './activations.js';
import { closedForm } from './closed-form.js';
import { deviation } from './deviation.js';
import { example, tangle } from './examples.js';
import { readGraph } from './graph.js';
import { sampleError, sampleLoss } from './losses.js';
import { matrixExponential } from './matrix-exponential.js';

function expectNumbers(actual: number[], expected: number[]): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i], 13);
}

describe('activations and losses', () => {
  it('take the values of their definitions', () => {
    const at = (f: typeof activate) => (kind: string) => [-1, 0, 1].map((a) => f(kind, a));
    const { E } = Math;
    expectNumbers(at(activate)('relu'), [0, 0, 1]);
    expectNumbers(at(slope)('relu'), [0, 0, 1]);
    expectNumbers(at(activate)('sigmoid'), [1 / (1 + E), 0.5, E / (1 + E)]);
    expectNumbers(at(slope)('sigmoid'), [E / (1 + E) ** 2, 0.25, E / (1 + E) ** 2]);
    expectNumbers(at(activate)('softplus'), [Math.log(1 + 1 / E), Math.LN2, Math.log(1 + E)]);
    expectNumbers(at(slope)('tanh'), [4 / (E + 1 / E) ** 2, 1, 4 / (E + 1 / E) ** 2]);
  });

  it('neither overflow nor lose their tails', () => {
    expect([activate('softplus', 800), activate('softplus', -800)]).toEqual([800, 0]);
    expect([activate('sigmoid', 800), slope('sigmoid', 800)]).toEqual([1, 0]);
    expect(activate('softplus', -40)).toBeCloseTo(Math.exp(-40), 30);
    expect(sampleLoss('cross-entropy', [1000, 0], [0, 1])).toBe(1000);
    expect(sampleError('cross-entropy', [1000, 0], [0, 1])).toEqual([1, -1]);
  });

  // softmax(log 1, log 3) = (1/4, 3/4)
  it('cross-entropy by hand', () => {
    expect(sampleLoss('cross-entropy', [0, Math.log(3)], [1, 0])).toBeCloseTo(Math.log(4), 13);
    expectNumbers(sampleError('cross-entropy', [0, Math.log(3)], [1, 0]), [-0.75, 0.75]);
    expectNumbers(sampleError('cross-entropy', [0, Math.log(3)], [0, 0]), [0, 0]);
    expectNumbers(sampleError('cross-entropy', [0, Math.log(3)], [2, 2]), [-1, 1]);
  });
});

describe('the tools', () => {
  const twoByTwo = (a: number, b: number, c: number, d: number) => [
    [a, b],
    [c, d],
  ];

  // e^(theta [0 -1; 1 0]) is the rotation by theta; e^[-1 t; 0 -1] = e^-1 [1 t; 0 1]
  it('the matrix exponential rotates and leaks', () => {
    const turn = matrixExponential(twoByTwo(0, -5, 5, 0));
    expectNumbers(turn.flat(), [Math.cos(5), -Math.sin(5), Math.sin(5), Math.cos(5)]);
    const leak = matrixExponential(twoByTwo(-1, 3, 0, -1));
    expectNumbers(leak.flat(), [1 / Math.E, 3 / Math.E, 0, 1 / Math.E]);
  });

  it('deviation measures each name by its own size and takes nothing that does not correspond', () => {
    expect(deviation({ a: [1, 2.5], b: [[100]] }, { a: [1, 2], b: [[100]] })).toBe(0.25);
    expect(deviation({ a: [[1], [Number.NaN]] }, { a: [[1], [2]] })).toBeNaN();
    expect(deviation({ a: [1] }, { a: [1, 2] })).toBeNaN();
    expect(deviation({ a: [1], c: [1] }, { a: [1] })).toBeNaN();
    expect(deviation({ a: new Float32Array([1]) }, { a: [1] })).toBe(0);
  });

  it('the closed form refuses what is not a chain', () => {
    const options = { steps: 1, stepSize: 1, schedule: 'top-down' } as const;
    expect(() => closedForm(...example(tangle('tanh', 'mse')), options)).toThrow('expected a chain');
  });

  it('a cycle is refused', () => {
    const node = (parent: string) => ({ type: 'dense', units: 1, activation: 'tanh', from: [parent] });
    const nodes = { a: node('b'), b: node('a') };
    expect(() => readGraph({ inputs: { u: [1] }, nodes, outputs: { b: { loss: 'mse' } } })).toThrow('cycle');
  });
});
