import { describe, expect, it } from 'vitest';
import type { Progress, ProgressFields } from '../../../src/lab/progress.js';
import { Board } from '../../../src/lab/seeds/board.js';
import { readFromRun, readToRun } from '../../../src/lab/seeds/messages.js';
import { Processes } from '../../../src/lab/seeds/processes.js';
import { reasonOf, wasStopped } from '../../../src/lab/seeds/reason.js';
import { type Scores, statistics } from '../../../src/lab/seeds/summary.js';

const scores = (accuracy: number): Scores => ({ accuracy, testLoss: 10 * accuracy, trainLoss: 1 });

describe('mean and deviation', () => {
  it('are those of a sample', () => {
    const { mean, sd } = statistics([2, 4, 4, 4, 5, 5, 7, 9].map(scores));
    expect(mean).toEqual({ accuracy: 5, testLoss: 50, trainLoss: 1 });
    expect(sd?.accuracy).toBeCloseTo(Math.sqrt(32 / 7), 14);
    expect(sd?.testLoss).toBeCloseTo(10 * Math.sqrt(32 / 7), 13);
    expect(sd?.trainLoss).toBe(0);
  });

  it('are not made up where there is too little', () => {
    expect(statistics([])).toEqual({ mean: null, sd: null });
    expect(statistics([scores(0.5)])).toEqual({ mean: scores(0.5), sd: null });
  });
});

describe('why a process ended', () => {
  const stack = 'file.js:1\nthrow x\nTypeError: x is not a function\n    at y\n\nNode.js v20.19.0\n';
  it.each([
    ['its own words', 1, null, 'a warning\nrelaxon: loss: got NaN.\n', 'loss: got NaN.'],
    ['its own last words', 1, null, 'relaxon: one\nrelaxon: two\n', 'two'],
    ['an error that nobody caught', 1, null, stack, 'exit code 1: TypeError: x is not a function'],
    ['nothing', 7, null, '', 'exit code 7: nothing said'],
    ['no process', null, null, 'Error: spawn EAGAIN', 'Error: spawn EAGAIN'],
    ['a signal', null, 'SIGSEGV', 'relaxon: half a l', 'killed by SIGSEGV'],
    ['a kill', null, 'SIGKILL', '', 'killed by SIGKILL (as a system does when memory runs out'],
    [
      'the heap',
      null,
      'SIGABRT',
      'FATAL ERROR: JavaScript heap out of memory\n',
      'out of memory (fewer --jobs',
    ],
    ['a wish', 130, null, 'relaxon: interrupted; the run is saved.\n', 'a signal asked it to stop'],
  ] as const)('is told from %s', (_, code, signal, stderr, reason) => {
    expect(reasonOf({ code, signal, stderr })).toContain(reason);
  });

  it('is a wish, too, when the signal came before anyone listened', () => {
    const ended = { code: null, signal: null, stderr: '' };
    expect(wasStopped({ ...ended, signal: 'SIGINT' })).toBe(true);
    expect(wasStopped({ ...ended, code: 143 })).toBe(true);
    expect(wasStopped({ ...ended, signal: 'SIGKILL' })).toBe(false);
    expect(wasStopped({ ...ended, code: 1 })).toBe(false);
  });
});

describe('messages', () => {
  it('are read when they are ours, and only then', () => {
    const progress = { kind: 'progress', samples: 8, fields: { epoch: '1/2', loss: 0.5 } };
    for (const message of [progress, { kind: 'note', line: 'epoch 1' }]) {
      expect(readFromRun(message)).toEqual(message);
      expect(readToRun(message)).toBeUndefined();
    }
    expect(readToRun({ kind: 'stop' })).toEqual({ kind: 'stop' });
    for (const message of [
      null,
      'stop',
      { kind: 'note' },
      { ...progress, samples: '8' },
      { type: 'signal' },
    ]) {
      expect([readFromRun(message), readToRun(message)]).toEqual([undefined, undefined]);
    }
  });
});

it('many runs are shown as one', () => {
  const shown: [number, ProgressFields][] = [];
  const notes: string[] = [];
  const progress: Progress = {
    update: (done, fields) => void shown.push([done, fields]),
    note: (line) => void notes.push(line),
    stop() {},
  };
  const run = (seed: number, samples: number) => ({
    ...{ seed, samples, directory: `seed-${seed}` },
    ...{ total: 100, finished: samples === 100 },
  });
  const runs = [run(1, 100), run(2, 40), run(3, 0)];
  const board = new Board(progress, runs);
  board.enter(runs[1]);
  board.enter(runs[2]);
  board.hear(runs[1], { kind: 'progress', samples: 60, fields: { epoch: '3/5', loss: '0.1' } });
  board.hear(runs[1], { kind: 'note', line: 'epoch 3: train loss 0.1' });
  board.leave(runs[2], 'killed by SIGSEGV');
  board.hear(runs[1], { kind: 'progress', samples: 100, fields: { epoch: '5/5' } });
  board.leave(runs[1]);
  expect(shown).toEqual([
    [140, { 'seed 2': 'starts' }],
    [140, { 'seed 2': 'starts', 'seed 3': 'starts' }],
    [160, { 'seed 2': 'epoch 3/5', 'seed 3': 'starts' }],
    [160, { 'seed 2': 'epoch 3/5' }],
    [200, { 'seed 2': 'epoch 5/5' }],
    [200, {}],
  ]);
  expect(notes).toEqual(['seed 2 epoch 3: train loss 0.1', 'seed 3 did not finish: killed by SIGSEGV']);
});

it('a program that is not there ends with the words of Node', async () => {
  const processes = new Processes('/no/such/program.js');
  try {
    const ended = await processes.run([], () => {});
    expect(reasonOf(ended)).toMatch(/^exit code 1: Error: Cannot find module '\/no\/such\/program\.js'/);
  } finally {
    processes.dispose();
  }
});
