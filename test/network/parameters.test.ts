import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/network/layout.js';
import {
  checkParameters,
  initialParameters,
  type Parameters,
  parameterShapes,
} from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { networks } from '../agreement/networks.js';
import { graphWith } from './descriptions.js';
import { refusal } from './refusals.js';

describe('shapes of parameters', () => {
  // image 2 x 3 = 6 units, h1 7, h2 5; out takes h2, image and h1: 5 + 6 + 7 = 18 columns.
  it('a node has a row per unit and a column per unit of each parent, side by side', () => {
    const shapes = parameterShapes(parseNetwork(networks['skip connection']));
    expect(shapes).toEqual({
      'h1.weight': { shape: [7, 6], fan: { in: 6, out: 7 } },
      'h1.bias': { shape: [7], fan: { in: 6, out: 7 } },
      'h2.weight': { shape: [5, 7], fan: { in: 7, out: 5 } },
      'h2.bias': { shape: [5], fan: { in: 7, out: 5 } },
      'out.weight': { shape: [3, 18], fan: { in: 18, out: 3 } },
      'out.bias': { shape: [3], fan: { in: 18, out: 3 } },
    });
  });

  // Columns 0-4 are h2, 5-10 image, 11-17 h1; row 2 begins at 36.
  // Feedback weights [18, 3]: the rows of image begin at 5 * 3, those of h1 at 11 * 3.
  it('a synapse finds its weight in the column of its presynaptic unit, its feedback weight in the row', () => {
    const out = layOut(parseNetwork(networks['skip connection'])).nodes[2];
    const shapes = out.parents.map(({ shape }) => shape);
    const block = (parent: number, pres: number, offset: number, feedback: number) => ({
      ...{ parent, posts: 3, pres, weights: 'own' },
      connections: { kind: 'all-to-all', offset, stride: 18, feedback: { offset: feedback, stride: 3 } },
    });
    expect(out.type.synapses(out.spec, shapes)).toEqual([
      block(0, 5, 0, 0),
      block(1, 6, 5, 15),
      block(2, 7, 11, 33),
    ]);
  });

  it('initial parameters have them', () => {
    for (const description of Object.values(networks)) {
      const network = parseNetwork(description);
      const shapes = Object.entries(parameterShapes(network)).map(([name, { shape }]) => [name, shape]);
      const drawn = Object.entries(initialParameters(network, 1));
      expect(drawn.map(([name, { shape }]) => [name, shape])).toEqual(shapes);
      for (const [, { shape, data }] of drawn) expect(data).toHaveLength(shape.reduce((a, b) => a * b, 1));
    }
  });
});

describe('parameters that are not the network', () => {
  const network = parseNetwork(graphWith());
  const good = initialParameters(network, 1);
  const known = 'hidden.weight, hidden.bias, out.weight, out.bias';
  const check = (parameters: Parameters) => refusal(() => checkParameters(network, parameters, 'net'));

  it('are fine when they are', () => {
    expect(() => checkParameters(network, good, 'net')).not.toThrow();
    const single = { ...good, 'out.bias': { shape: [2], data: Float32Array.of(1, 2) } };
    expect(() => checkParameters(network, single, 'net')).not.toThrow();
  });

  it('one is missing', () => {
    const { 'out.bias': _, ...rest } = good;
    expect(check(rest)).toBe('net: out.bias: got nothing, expected shape [2].');
  });

  it('one is too many, and its name is near another', () => {
    const stranger = { 'hidden.wieght': good['hidden.weight'] };
    expect(check({ ...good, ...stranger })).toBe(
      `net: got a parameter "hidden.wieght", expected only ${known}. Try "hidden.weight".`,
    );
  });

  it('one has a name with a line break', () => {
    expect(check({ ...good, 'far\naway': good['out.bias'] })).toBe(
      `net: got a parameter "far\\naway", expected only ${known}.`,
    );
  });

  it('one lies on its side', () => {
    const { data } = good['hidden.weight'];
    expect(check({ ...good, 'hidden.weight': { shape: [3, 4], data } })).toBe(
      'net: hidden.weight: got shape [3, 4], expected shape [4, 3].',
    );
  });

  it('one has fewer numbers than its shape says', () => {
    const data = good['hidden.weight'].data.slice(0, 11);
    expect(check({ ...good, 'hidden.weight': { shape: [4, 3], data } })).toBe(
      'net: hidden.weight: got 11 numbers, expected 12 for shape [4, 3].',
    );
  });

  it.each([Number.NaN, Infinity, -Infinity])('one holds %d, and its place is told', (bad) => {
    for (const numbers of [Float32Array, Float64Array]) {
      for (const place of [0, 7, 11]) {
        const data = numbers.from(good['hidden.weight'].data);
        data[place] = bad;
        expect(check({ ...good, 'hidden.weight': { shape: [4, 3], data } })).toBe(
          `net: hidden.weight: got ${bad} at place ${place}, expected finite numbers.`,
        );
      }
    }
  });
});
