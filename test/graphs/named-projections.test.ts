import { describe, expect, it } from 'vitest';
import { randomBatch } from '../../src/lab/agreement.js';
import { auditRule } from '../../src/lab/audit/index.js';
import { layOut } from '../../src/network/layout.js';
import { initialParameters, parameterShapes } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { requirePlaces } from '../../src/sim/choice-places.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { pathwayOf } from '../../src/sim/pathway.js';
import { requireRated } from '../../src/sim/rated-parameters.js';
import { rateOf } from '../../src/sim/rates.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { arVariant } from '../../src/sim/rules/ar.js';
import { rules } from '../../src/sim/rules.js';
import { variantOf } from '../../src/sim/variant.js';
import { refusal } from '../network/refusals.js';
import { deviation } from '../reference/index.js';
import { exact } from '../sim/batched/phases/exact.js';
import { alignment } from './rules/alignment.js';
import { circuitIn, numbersIn, samplesOf } from './rules/naive-rule.js';

const described = (...projections: readonly object[]) => ({
  inputs: { image: [4, 4, 1], flat: [3] },
  nodes: {
    c: { type: 'conv2d', filters: 2, kernel: 2, bias: false, activation: 'tanh', from: ['image'] },
    n: {
      type: 'neurons',
      shape: [3, 3, 2],
      activation: 'tanh',
      init: { weight: { type: 'constant', value: 0.25 } },
      projections,
    },
    out: { type: 'dense', units: 2, from: ['n', 'flat'] },
  },
  outputs: { out: { loss: 'mse' } },
});
const conv = (given: object = {}) => ({
  ...{ from: 'c', pattern: { type: 'conv2d', filters: 2, kernel: 3, padding: 1 }, name: 'conv' },
  ...given,
});
const all = (given: object = {}) => ({ from: 'c', pattern: 'dense', name: 'all', ...given });
const direct = { from: 'c', pattern: 'oneToOne', weights: { fixed: 1 } };
const three = described(conv(), all({ init: { weight: { type: 'constant', value: 0.5 } } }), direct);

const learned = arVariant(variantOf({ feedback: 'transpose,n:conv=learned,n:all=random' }));

describe('parameters of their own', () => {
  it('have names, the shapes of their patterns and initialisers of their own', () => {
    const network = parseNetwork(three);
    expect(parseNetwork(JSON.parse(JSON.stringify(network)))).toEqual(network);
    const shapes = Object.entries(parameterShapes(network)).map(([name, { shape }]) => [name, shape]);
    expect(Object.fromEntries(shapes)).toEqual({
      ...{ 'c.weight': [2, 4], 'n:conv.weight': [2, 18], 'n:all.weight': [18, 18], 'n.bias': [18] },
      ...{ 'out.weight': [2, 21], 'out.bias': [2] },
    });
    const drawn = initialParameters(network, 3, pathwayOf(learned));
    expect([...new Set(drawn['n:conv.weight'].data)]).toEqual([0.25]);
    expect([...new Set(drawn['n:all.weight'].data)]).toEqual([0.5]);
    expect(Object.keys(drawn).filter((name) => name.endsWith('.feedback'))).toEqual([
      'n:conv.feedback',
      'n:all.feedback',
    ]);
    expect(drawn['n:all.feedback'].data[0]).toBe(0.5);
  });

  it('those without a name stay together in NODE.weight, whatever stands beside them', () => {
    const network = parseNetwork(described({ ...conv(), name: undefined }, all(), direct));
    expect(Object.keys(parameterShapes(network))).toEqual([
      ...['c.weight', 'n.weight', 'n:all.weight', 'n.bias', 'out.weight', 'out.bias'],
    ]);
    expect(parameterShapes(network)['n.weight'].shape).toEqual([36]);
  });

  it('are shared by name with a node or another projection, and drawn once', () => {
    const network = parseNetwork(
      described(
        conv({ pattern: { type: 'conv2d', filters: 2, kernel: 2 }, from: 'image', share: 'c' }),
        all(),
        all({ name: 'again', share: 'n:all' }),
      ),
    );
    expect(Object.keys(parameterShapes(network))).toEqual([
      ...['c.weight', 'n:all.weight', 'n.bias', 'out.weight', 'out.bias'],
    ]);
    const batch = randomBatch(network, 2, 4);
    const parameters = initialParameters(network, 3);
    const presentation = { rule: rules.ar, relaxation: relaxationOf({ solver: 'equilibrium' }) };
    const loops = alignment(circuitIn(network), parameters, samplesOf(batch), 'bp').gradient;
    const simulators = [
      new BatchedSimulator(network, parameters, exact),
      ...(['synapse', 'arbor'] as const).map((grain) => new EventSimulator(network, parameters, { grain })),
    ];
    for (const simulator of simulators)
      expect(deviation(numbersIn(simulator.relax(batch, presentation).gradient), loops, 0.05)).toBeLessThan(
        1e-10,
      );
    const { gradient } = simulators[0].relax(batch, { ...presentation, rule: rules.bp });
    expect(deviation(numbersIn(gradient), loops, 0.05)).toBeLessThan(1e-12);
  });
});

it('learn at rates of their own, by projection before node', () => {
  const network = parseNetwork(three);
  const nodeLearningRates = { n: 0.5, 'n:all': 0 };
  requireRated(network, { nodeLearningRates }, rules.ar);
  const rates = { learningRate: 0.1, nodeLearningRates };
  const named = ['n:conv.weight', 'n:all.weight', 'n.bias', 'out.weight'].map((one) => rateOf(one, rates));
  expect(named).toEqual([0.5, 0, 0.5, 0.1]);
  expect(refusal(() => requireRated(network, { nodeLearningRates: { 'n:al': 1 } }, rules.ar))).toContain(
    'Try "n:all".',
  );
  const parameters = initialParameters(network, 3);
  for (const simulator of [
    new BatchedSimulator(network, parameters, exact),
    new EventSimulator(network, parameters),
  ]) {
    simulator.train(randomBatch(network, 2, 4), {
      ...{ rule: rules.ar, relaxation: relaxationOf({ solver: 'equilibrium' }) },
      ...rates,
    });
    const after = simulator.parameters();
    expect(after['n:all.weight'].data).toEqual(parameters['n:all.weight'].data);
    expect(after['n:conv.weight'].data).not.toEqual(parameters['n:conv.weight'].data);
  }
});

it('an audit finds which of them read weights of others, and nothing that the equations do not say', () => {
  const network = parseNetwork(three);
  const { findings, readings } = auditRule(learned, relaxationOf({ steps: 2 }), network);
  expect(findings).toEqual([]);
  const transport = readings.find(({ reads, update }) => reads === 'weight' && update === 'down');
  expect(transport?.where).toEqual(['out']);
});

describe('refused', () => {
  it.each([
    [[conv(), conv()], 'n.projections[1].name: got "conv", which projection 0 has'],
    [[conv({ name: 'a:b' })], 'n.projections[0].name: got "a:b", expected letters, digits'],
    [[{ ...direct, name: 'd' }], 'n.projections[0].name: got "d", of weights that are fixed'],
    [[{ ...direct, init: { weight: 'he' } }], 'n.projections[0].init: got'],
    [[conv({ init: { wait: 'he' } })], 'n.projections[0].init: got unknown key "wait"'],
    [[conv({ init: { weight: 'he' }, share: 'c' })], 'n.projections[0].init: got init and share'],
    [[conv({ share: 'd' })], 'n.projections[0].share: got "d", expected a node with weights that learn'],
    [[conv({ share: 'n:conv' })], 'n.projections[0].share: got "n:conv", expected a node with weights'],
    [[conv({ share: 'c' })], 'got c of conv2d with weights [2, 4], expected conv2d with [2, 18]'],
    [
      [all(), all({ name: 'b', share: 'n:all' }), all({ name: 'd', share: 'n:b' })],
      'n.projections[2].share: got "n:b", expected one with weights of its own. Try n:all.',
    ],
  ])('%o', (projections, line) => {
    expect(refusal(() => parseNetwork(described(...projections)))).toContain(line);
  });

  it.each([
    [
      { derivative: 'frozen,n:conv=none' },
      'variant.derivative: got n:conv=none, of a projection, expected a node or a type of nodes: what neurons say down is the same over all their projections. Try n=none.',
    ],
    [{ feedback: 'transpose,n:con=learned' }, 'variant.feedback: got n:con=learned'],
    [
      { feedback: 'learned', updateDerivative: 'none,n:all=frozen' },
      'variant.updateDerivative: got none and frozen of projections of node n whose feedback weights learn, expected one',
    ],
  ])('%o', (choices, line) => {
    const { nodes } = layOut(parseNetwork(three));
    expect(refusal(() => requirePlaces({ nodes }, arVariant(variantOf(choices))))).toContain(line);
  });
});
