import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { randomBatch } from '../../src/lab/agreement.js';
import type { NetworkBuilder, PartBuilder } from '../../src/network/builder.js';
import { addNetworkBuilder, addPartBuilder } from '../../src/network/builders.js';
import { addNodeType, addViewType, nodeTypes } from '../../src/network/nodes.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import type { ViewType } from '../../src/network/view.js';
import type { Remove } from '../../src/registry.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import { deviation } from '../reference/index.js';
import { exact } from '../sim/batched/phases/exact.js';
import { numbersOf } from '../sim/batched/problem.js';

const removals: Remove[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

/** Units along the last axis the other way round. */
const reversed: ViewType = {
  schema: z.strictObject({}),
  check: () => {},
  shape: (_, [parent]) => parent,
  units: (_, [parent]) => {
    const last = parent[parent.length - 1];
    return (unit) => ({ parent: 0, unit: unit - (unit % last) + (last - 1 - (unit % last)) });
  },
};

/** Dense twice, the second on the first the other way round. */
const twice: PartBuilder = {
  schema: z.strictObject({ units: z.int() }),
  parents: 1,
  build: (name, [from], { units }) => ({
    [`${name}.first`]: { type: 'dense', units, activation: 'tanh', from: [from] },
    [`${name}.turned`]: { type: 'reversed', from: [`${name}.first`] },
    [name]: { type: 'dense', units, activation: 'tanh', from: [`${name}.turned`] },
  }),
};

const small: NetworkBuilder = {
  schema: z.strictObject({ units: z.int().default(2) }),
  build: ({ units }) => ({
    inputs: { x: [3] },
    nodes: { t: { builder: 'twice', units, from: ['x'] }, out: { type: 'dense', units: 1, from: ['t'] } },
    outputs: { out: { loss: 'mse' } },
  }),
};

const addAll = () =>
  removals.push(
    addViewType('reversed', reversed),
    addPartBuilder('twice', twice),
    addNetworkBuilder('small', small),
  );

describe('views and builders that are added at run time', () => {
  it('are what descriptions may have, on both engines', () => {
    expect(() => parseNetwork({ builder: 'small' })).toThrow(/network.builder: got "small"/);
    addAll();
    const network = parseNetwork({ builder: 'small', units: 3 });
    expect(Object.keys(network.nodes)).toEqual(['t.first', 't', 'out']);
    const parameters = initialParameters(network, 4);
    const batch = randomBatch(network, 2, 5);
    const presentation = { rule: rules.ar, relaxation: relaxationOf({ solver: 'equilibrium' }) };
    const layers = new BatchedSimulator(network, parameters, exact).relax(batch, presentation);
    const events = new EventSimulator(network, parameters).relax(batch, presentation);
    expect(deviation(numbersOf(events.gradient), numbersOf(layers.gradient), 0.05)).toBeLessThan(1e-12);
    // Turning the first layer's rows and the input's columns of the second gives a chain without views.
    const plain = parseNetwork({
      input: [3],
      layers: [
        { type: 'dense', units: 3, activation: 'tanh' },
        { type: 'dense', units: 3, activation: 'tanh' },
        { type: 'dense', units: 1, activation: 'linear' },
      ],
    });
    const w = parameters['t.weight'].data;
    const turned = Float64Array.from(w, (_, k) => w[k - (k % 3) + 2 - (k % 3)]);
    const chain = new BatchedSimulator(
      plain,
      {
        'layers.0.weight': parameters['t.first.weight'],
        'layers.0.bias': parameters['t.first.bias'],
        'layers.1.weight': { shape: [3, 3], data: turned },
        'layers.1.bias': parameters['t.bias'],
        'layers.2.weight': parameters['out.weight'],
        'layers.2.bias': parameters['out.bias'],
      },
      exact,
    ).relax(
      { size: 2, inputs: { input: batch.inputs.x }, targets: { 'layers.2': batch.targets.out } },
      presentation,
    );
    expect(layers.loss).toBeCloseTo(chain.loss, 12);
  });

  it('are named in refusals, and gone once they are taken out', () => {
    addAll();
    const node = (type: object) => () =>
      parseNetwork({
        inputs: { x: [3] },
        nodes: { a: { ...type, from: ['x'] }, out: { type: 'dense', units: 1, from: ['a'] } },
        outputs: { out: { loss: 'mse' } },
      });
    expect(node({ type: 'reversd' })).toThrow(/Try "reversed"/);
    expect(node({ builder: 'twce', units: 2 })).toThrow(/Try "twice"/);
    expect(node({ builder: 'twice', units: 'two' })).toThrow(/network.nodes.a.units/);
    for (const remove of removals.splice(0)) remove();
    expect(node({ type: 'reversed' })).toThrow(/network.nodes.a.type: got "reversed"/);
    expect(node({ builder: 'twice', units: 2 })).toThrow(/network.nodes.a.builder: got "twice"/);
  });

  it('have names of their own: a view and a node are never called the same', () => {
    addAll();
    expect(() => addViewType('dense', reversed)).toThrow(/^views: got the name "dense"/);
    expect(() => addNodeType('reversed', nodeTypes.dense)).toThrow(/^node types: got the name "reversed"/);
    expect(() => addPartBuilder('twice', twice)).toThrow(/^builders of nodes: got the name "twice"/);
    expect(() => addNetworkBuilder('cnn', small)).toThrow(/^builders of networks: got the name "cnn"/);
    expect(() => addPartBuilder('odd', { ...twice, parents: undefined } as never)).toThrow(
      /^builders of nodes\.odd\.parents: got nothing, expected a number/,
    );
    expect(() => addViewType('odd', { ...reversed, units: 3 } as never)).toThrow(
      /^views\.odd\.units: got 3, expected a function/,
    );
  });
});
