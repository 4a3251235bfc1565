import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Pattern, patternOf, portsOf } from '../../src/synapses/pattern.js';
import { listOf, type SynapseBlock } from '../../src/synapses/synapse-block.js';

/** Each synapse as a text. */
const written = ({ count, from, to, places }: Pattern, turned = false): string[] =>
  Array.from({ length: count }, (_, k) => {
    const ends = turned ? [to[k], from[k]] : [from[k], to[k]];
    return `${ends.join(' to ')} by ${places[k]}`;
  });

const blocks = fc.record({
  posts: fc.integer({ min: 1, max: 5 }),
  pres: fc.integer({ min: 1, max: 5 }),
  synapses: fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(9)), { maxLength: 20 }),
});

describe('a pattern of synapses', () => {
  it('turned has the same synapses, in the order of those that they begin at; turned again it is itself', () => {
    fc.assert(
      fc.property(blocks, ({ posts, pres, synapses }) => {
        const all = synapses
          .filter(([pre, post]) => pre < pres && post < posts)
          .sort(([, a], [, b]) => a - b);
        const connections = listOf(posts, (tell) => {
          for (const [pre, post, place] of all) tell(pre, post, place);
        });
        const pattern = patternOf({ parent: 0, posts, pres, connections, weights: 'shared' }, undefined);
        const { turned } = pattern;
        expect(written(pattern)).toEqual(all.map(([pre, post, place]) => `${pre} to ${post} by ${place}`));
        expect(written(turned, true).sort()).toEqual(written(pattern).sort());
        expect(Array.from(turned.to)).toEqual(Array.from(turned.to).sort((a, b) => a - b));
        expect(turned.turned).toBe(pattern);
        const names = written(pattern);
        expect(written(turned, true)).toEqual(Array.from(turned.numbers, (k) => names[k]));
        expect(Array.from(pattern.numbers, (j) => turned.numbers[j])).toEqual([...names.keys()]);
        expect(Array.from(pattern.fans)).toEqual(Array.from(turned.degrees));
      }),
    );
  });

  it('from all to all is a list, too', () => {
    const feedback = { offset: 0, stride: 2 };
    const connections = { kind: 'all-to-all', offset: 1, stride: 4, feedback } as const;
    const block: SynapseBlock = { parent: 0, posts: 2, pres: 3, connections, weights: 'own' };
    expect(written(patternOf(block, undefined))).toEqual([
      ...['0 to 0 by 1', '1 to 0 by 2', '2 to 0 by 3'],
      ...['0 to 1 by 5', '1 to 1 by 6', '2 to 1 by 7'],
    ]);
    expect(written(patternOf({ ...block, weights: 0.5 }, undefined))[5]).toBe('2 to 1 by 0');
  });

  it('ends at ports, one after the other', () => {
    const list = listOf(2, (tell) => {
      for (const post of [0, 1]) for (const pre of [0, 1]) tell(2 * post + pre, post, 0);
    });
    const block = { parent: 0, posts: 2, pres: 4, connections: list, weights: 1 } as const;
    const apart = { ...block, connections: { ...list, ports: Int32Array.of(0, 1, 0, 1) } };
    expect(portsOf([apart])).toBe(2);
    // Port p of neuron u is at 2 p + u.
    expect(written(patternOf(apart, 2))).toEqual([
      ...['0 to 0 by 0', '2 to 1 by 0'],
      ...['1 to 2 by 0', '3 to 3 by 0'],
    ]);
    expect(portsOf([{ ...block, port: 2 }])).toBe(3);
    expect(Array.from(patternOf({ ...block, port: 2 }, 3).degrees)).toEqual([0, 0, 0, 0, 2, 2]);
  });
});
