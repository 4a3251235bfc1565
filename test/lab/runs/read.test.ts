import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint, writeCheckpoint } from '../../../src/lab/runs/checkpoint.js';
import { epochRows } from '../../../src/lab/runs/epoch-rows.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { scratch } from '../../data/scratch.js';
import { refusal } from '../../network/refusals.js';

describe('rows of epochs', () => {
  const energy = Object.fromEntries(
    ['messages', 'operations'].flatMap((what) =>
      ['up', 'down', 'teaching'].map((way) => [`energy/${what}/${way}`, 1]),
    ),
  );
  const row = { kind: 'epoch', epoch: 1, step: 5, 'test/loss': null, 'test/accuracy': 0.5 };
  const read = (value: unknown) => {
    const path = join(scratch(), 'metrics.jsonl');
    writeFileSync(path, `{"kind":"interval"}\n${JSON.stringify(value)}\n`);
    return epochRows(path);
  };

  it('are read, with a loss that was not finite', () => {
    expect(read(row)).toEqual([row]);
    const counted = { ...row, ...energy, 'energy/presentations': 3 };
    expect(read(counted)).toEqual([counted]);
    const { 'test/accuracy': _, ...regression } = { ...counted, 'test/loss': 0.25 };
    expect(read(regression)).toEqual([regression]);
  });

  it.each([
    [{ ...row, epoch: '1' }, /:2.epoch: got "1", expected a count/],
    [{ ...row, 'test/loss': [1] }, /:2.test\/loss: got \[1\], expected a number/],
    [{ ...row, ...energy, 'energy/presentations': 0 }, /:2.energy\/presentations: got 0/],
    [
      { ...row, ...energy, 'energy/presentations': 1, 'test/accuracy': undefined },
      /:2.test\/loss: got null, expected a number/,
    ],
    [{ ...row, 'energy/presentations': 1 }, /:2.energy\/messages\/up: got nothing/],
  ])('are refused: %j', (value, line) => {
    expect(refusal(() => read(value))).toMatch(line);
  });
});

it('a checkpoint keeps the sign of a zero', () => {
  const network = parseNetwork({ input: [1], layers: [{ type: 'dense', units: 1 }], loss: 'mse' });
  const path = join(scratch(), 'checkpoint.safetensors');
  const tally = { loss: -0, correct: 0, samples: 0 };
  const shuffler = { stream: { c: 1, s0: 0, s1: 0.5, s2: 0.25 }, epoch: 0, dealt: 0 };
  const state = {
    ...{ step: 0, shuffler, epochTally: tally, intervalTally: tally },
    optimiser: { name: 'sgd' as const, learningRate: 0.1 },
  };
  writeCheckpoint(path, { parameters: initialParameters(network, 1), traces: {}, state, rows: 0 });
  expect(readCheckpoint(path, network).state).toStrictEqual(state);
});
