import { describe, expect, it } from 'vitest';
import type { Child } from '../../bench/children/child.js';
import { answersSchema, disagreement, peerDisagreement, sent } from '../../bench/peers/exchange.js';
import { RelaxonError } from '../../src/errors.js';

const row = (...data: number[]) => ({ shape: [data.length], data: Float64Array.from(data) });

/** A peer that gives these arrays, whatever the problem. */
const peerThatSays = (...arrays: ReturnType<typeof row>[]): Child =>
  ({
    name: 'Peer',
    ask: async (_: object, schema: { parse(value: unknown): unknown }) =>
      schema.parse({ answer: arrays.map(sent) }),
  }) as unknown as Child;

describe('arrays', () => {
  it('come through a line of JSON as they were', () => {
    const arrays = [
      row(1, -0, 1e-300, Number.NaN),
      { shape: [2, 1], data: Float32Array.of(0.1, 3e38) },
      { shape: [3], data: Int32Array.of(-1, 0, 2 ** 31 - 1) },
    ];
    const line = JSON.stringify({ answers: { some: arrays.map(sent) } });
    expect(answersSchema.parse(JSON.parse(line)).answers.some).toEqual(arrays);
  });

  it('that are a part of a buffer are sent without the rest', () => {
    const part = Float64Array.of(1, 2, 3, 4).subarray(1, 3);
    const line = { answers: { some: [sent({ shape: [2], data: part })] } };
    expect([...answersSchema.parse(line).answers.some[0].data]).toEqual([2, 3]);
  });
});

describe('answers', () => {
  it('agree within a tolerance, relative to the largest number', () => {
    expect(disagreement([row(100, 0.05)], [row(100, 0)], 1e-3)).toBeUndefined();
    expect(disagreement([row(100, 0.2)], [row(100, 0)], 1e-3)).toBe(
      'its answer is 0.0020 from ours, more than 0.001 of the largest',
    );
  });

  it('are compared by how far they moved, where it is said from where', () => {
    const given = [row(100, 100)];
    expect(disagreement([row(101, 100.5)], [row(101, 100)], 0.1)).toBeUndefined();
    expect(disagreement([row(101, 100.5)], [row(101, 100)], 0.1, given)).toMatch(/^its answer is 0.50 from/);
  });

  it('of other numbers or shapes, or with no numbers, do not agree', () => {
    expect(disagreement([], [row(1)], 1)).toBe('gives 0 arrays, ours 1');
    expect(disagreement([row(1, 2)], [row(1)], 1)).toBe('array 0 is [2], ours [1]');
    expect(disagreement([row(Number.NaN)], [row(1)], 1)).toMatch(/^its answer is NaN/);
  });

  it('of a peer are named after it, and so is what it breaks on', async () => {
    const agreed = await peerDisagreement(peerThatSays(row(1)), 'pc', {}, [row(1)], 1e-9);
    expect(agreed).toBeUndefined();
    const off = await peerDisagreement(peerThatSays(row(2)), 'pc', {}, [row(1)], 1e-9);
    expect(off).toMatch(/^Peer: its answer is 1\.0 from ours/);
    const breaking = { name: 'Peer', ask: () => Promise.reject(new RelaxonError('Peer: out of memory')) };
    const broken = await peerDisagreement(breaking as unknown as Child, 'pc', {}, [row(1)], 1e-9);
    expect(broken).toBe('Peer: out of memory');
  });
});
