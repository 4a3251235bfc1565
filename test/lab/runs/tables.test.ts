import { expect, it } from 'vitest';
import { networkLine } from '../../../src/lab/runs/tables.js';

it.each<[unknown, string]>([
  [{ input: [32, 32, 3], layers: [{ units: 7 }, { units: 10 }] }, '32x32x3-7-10'],
  [{ builder: 'cnn', outputs: 20 }, 'cnn'],
  [{ inputs: {}, nodes: { a: {}, b: {} } }, 'graph of 2 nodes'],
])('a network is named in a few words: %j', (network, line) => {
  expect(networkLine(network)).toBe(line);
});
