import { expect, it } from 'vitest';
import { configurationOf } from '../../../src/lab/configuration.js';
import { learningOf } from '../../../src/lab/runs/learning-of.js';
import { lossLabel, networkSection } from '../../../src/lab/runs/network-section.js';

const network = {
  inputs: { image: [4] },
  nodes: {
    h: { type: 'dense', units: 3, activation: 'tanh', from: ['image'] },
    both: { type: 'add', from: ['h', 'h2'] },
    h2: { type: 'dense', units: 3, activation: 'relu', from: ['image'] },
    out: { type: 'dense', units: 2, activation: 'linear', from: ['both'] },
  },
  outputs: { out: { loss: 'cross-entropy' } },
};

const cells = (asked: object) => {
  const configuration = configurationOf({ network, ...asked });
  const { columns, rows } = networkSection(configuration.network, learningOf(configuration)).table!;
  return Object.fromEntries(
    rows.map((row) => [row[0], Object.fromEntries(columns.map((column, i) => [column, row[i]]))]),
  );
};

it('says of every node what it is and how it learns', () => {
  const asked = {
    ...{ rule: 'ar', variant: { feedback: 'random' }, learningRate: 0.1, nodeLearningRates: { h: 0.5 } },
    ...{ optimiser: { name: 'momentum', momentum: 0.8 }, clip: 2 },
  };
  const { image, h, both, h2, out } = cells(asked);
  expect(image).toMatchObject({ type: 'input', units: 4, activation: null, rule: null });
  expect(h).toMatchObject({
    type: 'dense',
    units: 3,
    activation: 'tanh',
    loss: null,
    from: 'image',
    rule: 'ar',
  });
  expect(h.variant).toContain('feedback random, derivative frozen');
  expect(h.optimiser).toContain('momentum, momentum 0.8');
  expect(h.optimiser).toContain('clip 2');
  expect([h['learning rate'], h2['learning rate']].map(Number)).toEqual([0.5, 0.1]);
  // It has no synapses that learn.
  expect(both).toMatchObject({ type: 'add', from: 'h, h2', rule: null, optimiser: null });
  expect(out).toMatchObject({ activation: 'linear', loss: 'cross-entropy', from: 'both' });
});

it('has the options of a rule in phases, and none of backpropagation', () => {
  const chain = { input: [4], layers: [{ type: 'dense', units: 2, activation: 'linear' }] };
  const phased = cells({ network: chain, rule: 'pc' })['layers.0'];
  expect(phased.rule).toBe('pc');
  expect(phased.variant).toContain('predictions');
  expect(cells({ network: chain, rule: 'bp' })['layers.0']).toMatchObject({
    variant: 'standard',
    optimiser: 'sgd',
  });
});

it('gives the loss its unit', () => {
  expect(lossLabel(network)).toBe('loss (cross-entropy: nats; mean over samples)');
});
