import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import { Memory } from '../../../../src/sim/batched/phases/memory.js';
import { tfjs } from '../../../../src/sim/batched/tfjs.js';
import { tried } from '../../../backends.js';

beforeAll(() => startBackend(tried));

describe('what a presentation remembers', () => {
  it('gives what it gave for as long as it is asked for, and computes it anew when it was not for two steps', () => {
    const memory = new Memory(tfjs);
    const { m } = memory;
    let read: Float32Array | undefined;
    tfjs.scope(() => {
      const x = tfjs.upload([1, 2], [1, 2]);
      const step = (work: () => void) => {
        memory.beginStep();
        memory.within(work, () => [x]);
      };
      const first = m.exp(x);
      for (let k = 0; k < 5; k++) step(() => expect(m.exp(x)).toBe(first));
      step(() => {});
      step(() => expect(m.exp(x)).toBe(first));
      step(() => {});
      step(() => {});
      step(() => expect(m.exp(x)).not.toBe(first));
      read = tfjs.read(m.exp(x));
      return [];
    });
    expect([...read!]).toEqual([Math.exp(1), Math.exp(2)].map((y) => expect.closeTo(y, 5)));
  });

  it('never frees numbers that somebody has in another form: turned, a slope, times a number', () => {
    const memory = new Memory(tfjs);
    const { m } = memory;
    let read: Float32Array[] = [];
    tfjs.scope(() => {
      const w = tfjs.upload([1, -2, 3, -4, 5, -6], [2, 3]);
      const kept: (typeof w)[] = [];
      memory.within(
        () => {
          m.transpose(w);
          kept.push(m.step(m.add(w, w)), m.affine(m.mul(w, w), 3, 0));
        },
        () => [w, ...kept],
      );
      for (let k = 0; k < 5; k++) {
        memory.beginStep();
        memory.within(
          () => void m.exp(w),
          () => [w, ...kept],
        );
      }
      read = [w, m.transpose(w), ...kept].map((one) => tfjs.read(one));
      return [];
    });
    expect(read.map((values) => [...values])).toEqual([
      [1, -2, 3, -4, 5, -6],
      [1, -4, -2, 5, 3, -6],
      [1, 0, 1, 0, 1, 0],
      [3, 12, 27, 48, 75, 108],
    ]);
  });
});
