import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Boxes } from '../../src/synapses/synapse/boxes.js';

const put = fc.record({
  neuron: fc.nat(2),
  box: fc.nat(69),
  value: fc.double({ min: -1e3, max: 1e3, noNaN: true }),
});

/** By definition: spans of 32 are summed each, then the sums. */
function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (let from = 0; from < values.length; from += 32) {
    sum += values.slice(from, from + 32).reduce((a, b) => a + b, 0);
  }
  return sum;
}

it('letter boxes sum to the same bits, whatever was put when and asked when', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(put, fc.boolean()), { maxLength: 60 }), (moves) => {
      const boxes = new Boxes(3, 70);
      const model = Array.from({ length: 3 }, () => new Array<number>(70).fill(0));
      for (const [{ neuron, box, value }, ask] of moves) {
        boxes.put(neuron, box, value);
        model[neuron][box] = value;
        if (ask) expect(boxes.sum(neuron)).toBe(sumOf(model[neuron]));
      }
      const copy = new Boxes(3, 70);
      copy.restore(boxes.state());
      for (let n = 0; n < 3; n++) {
        expect(boxes.sum(n)).toBe(sumOf(model[n]));
        expect(copy.sum(n)).toBe(boxes.sum(n));
      }
      boxes.clear(1);
      expect([boxes.sum(0), boxes.sum(1)]).toEqual([sumOf(model[0]), 0]);
    }),
  );
});
