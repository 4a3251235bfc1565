import { expect, it } from 'vitest';
import { parseNetwork } from '../../../../src/network/parse.js';
import { words } from '../../../../src/rules/words.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { paperRelaxation as relaxation } from '../../../../src/sim/relaxation.js';
import { exact } from './exact.js';

const { say, set, adapt, rule } = words<{ state: 'x'; says: { up: 'x' } }>();
const stands = rule({
  name: 'stands',
  paths: { up: { way: 'up' } },
  answer: { phase: 'only', state: 'x' },
  phases: [
    {
      name: 'only',
      steps: 2,
      stepSize: 0.5,
      begins: [set({ x: (_, n) => n.stimulus }, 'input'), say('up', { x: 'x' }, 'input')],
      talk: [set({ x: (_, n) => n.in('x') })],
      moves: [adapt({ up: [{ pre: (_, heard) => heard.x }] })],
    },
  ],
});

// x = 3 * 2 + 1. The rate is 1: each half step takes 1/2 * 2 of the weight, 1/2 of the bias.
it('what was heard stands while weights move, and the bias is that of the moment', () => {
  const layers = [{ type: 'dense', units: 1, activation: 'linear' }];
  const network = parseNetwork({ input: [1], layers, loss: 'mse' });
  const values = (x: number, ...shape: number[]) => ({ shape, data: Float64Array.of(x) });
  const parameters = { 'layers.0.weight': values(3, 1, 1), 'layers.0.bias': values(1, 1) };
  const batch = { size: 1, inputs: { input: values(2, 1, 1) }, targets: { 'layers.0': values(0, 1, 1) } };
  const simulator = new BatchedSimulator(network, parameters, exact);
  const presented = { kind: 'phases', name: 'stands', rule: stands, needs: [] } as const;
  const { course, gradient } = simulator.relax(batch, { rule: presented, relaxation, record: true });
  expect(course.map((frame) => frame['layers.0.x'].data[0])).toEqual([7, 6.5, 6]);
  expect(gradient['layers.0.weight'].data[0]).toBe(2);
  expect(gradient['layers.0.bias'].data[0]).toBe(1);
});
