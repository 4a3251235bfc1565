import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNetwork } from '../../src/network/parse.js';
import { paperNetwork } from '../../src/network/presets/paper.js';
import { networks } from '../agreement/networks.js';
import { layeredToGraph } from '../reference/index.js';
import { dense, graphWith, randomGraph } from './descriptions.js';

const layers = [
  { type: 'dense', units: 4, activation: 'relu' },
  { type: 'dense', units: 5, activation: 'tanh', init: { bias: { type: 'normal', sd: 0.5 } } },
  { type: 'dense', units: 2, activation: 'linear' },
];
const layered = { input: [2, 3], layers, loss: 'cross-entropy', init: { weight: 'he' } };

describe('the two forms of a description', () => {
  it('a list of layers is the graph that names them layers.0, layers.1, ...', () => {
    const graph = {
      inputs: { input: [2, 3] },
      nodes: {
        'layers.0': { ...layers[0], from: ['input'] },
        'layers.1': { ...layers[1], from: ['layers.0'] },
        'layers.2': { ...layers[2], from: ['layers.1'] },
      },
      outputs: { 'layers.2': { loss: 'cross-entropy' } },
      init: { weight: 'he' },
    };
    expect(parseNetwork(layered)).toEqual(parseNetwork(graph));
  });

  it('the forms of the reference are the same network', () => {
    for (const description of Object.values(networks)) {
      if (!('layers' in description)) continue;
      const { init, ...plain } = description;
      expect(parseNetwork(plain)).toEqual(parseNetwork(layeredToGraph(plain)));
    }
  });

  it('every default is filled in', () => {
    const glorot = { type: 'glorot', distribution: 'uniform' };
    expect(parseNetwork({ input: [3], layers: [{ type: 'dense', units: 2 }] })).toEqual({
      inputs: { input: [3] },
      nodes: {
        'layers.0': {
          type: 'dense',
          units: 2,
          activation: 'linear',
          from: ['input'],
          init: { weight: glorot, bias: { type: 'zeros' } },
        },
      },
      outputs: { 'layers.0': { loss: 'mse' } },
    });
  });

  it("a node's own initialiser comes before the network's, and that before the default", () => {
    const own = { weight: { type: 'normal', sd: 2 } };
    const hidden = { ...dense(4, 'u'), init: own };
    const { nodes } = parseNetwork(graphWith({ nodes: { hidden }, init: { weight: 'he' } }));
    expect(nodes.hidden.init).toEqual({
      weight: { type: 'normal', mean: 0, sd: 2 },
      bias: { type: 'zeros' },
    });
    expect(nodes.out.init).toEqual({
      weight: { type: 'he', distribution: 'uniform' },
      bias: { type: 'zeros' },
    });
  });

  it('the description stays as it was', () => {
    const given = structuredClone(layered);
    parseNetwork(given);
    expect(given).toEqual(layered);
  });
});

describe('parsing what was parsed', () => {
  const twice = (description: unknown) => {
    const once = parseNetwork(description);
    const text = JSON.stringify(once);
    expect(parseNetwork(once)).toEqual(once);
    expect(JSON.stringify(parseNetwork(JSON.parse(text)))).toBe(text);
  };

  it.each(Object.entries({ ...networks, paper: paperNetwork }))('changes nothing: %s', (_, description) => {
    twice(description);
  });

  it('changes nothing in any acyclic graph', () => {
    fc.assert(fc.property(randomGraph, twice), { seed: 11, numRuns: 200 });
  });
});
