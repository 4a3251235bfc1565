import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/network/layout.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { refusal } from './refusals.js';

const described = (connect: object, ins = 20, units = 15) => ({
  inputs: { u: [ins] },
  nodes: { out: { type: 'sparse', units, from: ['u'], ...connect } },
  outputs: { out: { loss: 'mse' } },
});

function rows(connect: object, ins?: number, units?: number): number[][] {
  const [{ connections, posts }] = layOut(parseNetwork(described(connect, ins, units))).nodes[0].synapses();
  if (connections.kind !== 'list') throw Error('not a list');
  return Array.from({ length: posts }, (_, post) => [
    ...connections.pres.subarray(connections.starts[post], connections.starts[post + 1]),
  ]);
}

describe('sparse connections', () => {
  it('of a fixed in-degree end so often at each unit, none twice', () => {
    const law = fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(100), (inDegree, seed) => {
      for (const row of rows({ inDegree, seed })) {
        expect(row.length).toBe(inDegree);
        expect(new Set(row).size).toBe(inDegree);
        expect(row).toEqual([...row].sort((a, b) => a - b));
      }
    });
    fc.assert(law, { seed: 2, numRuns: 40 });
  });

  it('of a fixed out-degree begin so often at each unit, none twice', () => {
    const counts = new Array<number>(20).fill(0);
    for (const row of rows({ outDegree: 4 })) for (const pre of row) counts[pre]++;
    expect(counts).toEqual(counts.map(() => 4));
  });

  it('with a probability are as many as that says, and others with another seed', () => {
    const many = rows({ probability: 0.1, seed: 1 }, 200, 200);
    const count = many.flat().length;
    // Four standard deviations of a binomial distribution of 40,000.
    expect(Math.abs(count - 4000)).toBeLessThan(240);
    expect(rows({ probability: 0.1, seed: 1 }, 200, 200)).toEqual(many);
    expect(rows({ probability: 0.1, seed: 2 }, 200, 200)).not.toEqual(many);
    expect(rows({ probability: 1 }, 3, 2)).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
  });

  it('have a weight each', () => {
    const network = parseNetwork(
      described({
        pairs: [
          [3, 0],
          [1, 2],
          [0, 0],
        ],
      }),
    );
    expect(initialParameters(network, 1)['out.weight'].shape).toEqual([3]);
    expect(
      rows(
        {
          pairs: [
            [3, 0],
            [1, 2],
            [0, 0],
          ],
        },
        20,
        3,
      ),
    ).toEqual([[0, 3], [], [1]]);
  });

  it.each([
    [
      {},
      'network.nodes.out: got nothing that says who is connected, expected one of probability, inDegree, outDegree, pairs, mask. Try probability 0.1.',
    ],
    [
      { inDegree: 2, probability: 0.5 },
      'network.nodes.out: got probability and inDegree, expected one of probability, inDegree, outDegree, pairs, mask. Try probability 0.1.',
    ],
    [{ inDegree: 21 }, 'network.nodes.out.inDegree: got 21, expected at most 20.'],
    [{ outDegree: 16 }, 'network.nodes.out.outDegree: got 16, expected at most 15.'],
    [
      {
        pairs: [
          [0, 0],
          [20, 1],
        ],
      },
      'network.nodes.out.pairs[1]: got [20, 1], expected [pre, post] below [20, 15].',
    ],
    [
      {
        pairs: [
          [2, 1],
          [2, 1],
        ],
      },
      'network.nodes.out.pairs[1]: got [2, 1] again, expected each pair once.',
    ],
    [{ mask: [[1, 0]] }, 'network.nodes.out.mask: got 1 rows of 2, expected 15 rows of 20.'],
    [
      { probability: 1e-9 },
      'network.nodes.out.probability: got no synapse, expected at least one. Try a larger one.',
    ],
  ])('%j is refused', (connect, line) => {
    expect(refusal(() => parseNetwork(described(connect)))).toBe(line);
  });
});
