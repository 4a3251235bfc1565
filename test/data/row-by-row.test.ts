import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { requireClasses } from '../../src/data/dataset.js';
import { loadDataSet } from '../../src/data/load.js';
import { rowByRow } from '../../src/data/row-by-row.js';
import { idxBytes, scratch } from './scratch.js';

const image = { count: 1, scale: 1, labels: Uint8Array.of(0) };

it('has a step for each row, and the pixels of it, with all their channels, as features', () => {
  const grey = { ...image, shape: [2, 3], inputs: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  expect(rowByRow(grey)).toEqual({ ...grey, form: 'sequence' });
  expect(rowByRow(grey).inputs).toBe(grey.inputs);
  const colour = { ...image, shape: [2, 4, 3], inputs: new Uint8Array(24) };
  expect(rowByRow(colour).shape).toEqual([2, 12]);
});

it('refuses what is no image', () => {
  const sequence = { ...image, shape: [2, 3], form: 'sequence' as const, inputs: new Uint8Array(6) };
  expect(() => rowByRow(sequence)).toThrow('rowByRow: got inputs of 2 x 3, expected images.');
});

it('is how the built-in digits and MNIST come as sequences: the same bytes', async () => {
  const [rows, digits] = await Promise.all(['digits-rows', 'digits'].map((name) => loadDataSet(name)));
  expect([rows.name, rows.train.shape, rows.train.form]).toEqual(['digits-rows', [28, 28], 'sequence']);
  expect(Buffer.from(rows.train.inputs).equals(Buffer.from(digits.train.inputs))).toBe(true);
  expect(rows.checksum).toBe(digits.checksum);

  const own = scratch();
  mkdirSync(join(own, 'mnist'));
  for (const half of ['train', 't10k']) {
    writeFileSync(join(own, 'mnist', `${half}-images-idx3-ubyte`), idxBytes([1, 2, 2], [1, 2, 3, 4]));
    writeFileSync(join(own, 'mnist', `${half}-labels-idx1-ubyte`), idxBytes([1], [7]));
  }
  const mnist = requireClasses(await loadDataSet('mnist-rows', { env: { RELAXON_DATA: own } }), 'test');
  expect([mnist.name, mnist.test.form, [...mnist.test.inputs], mnist.test.labels[0]]).toEqual([
    ...['mnist-rows', 'sequence', [1, 2, 3, 4], 7],
  ]);
});
