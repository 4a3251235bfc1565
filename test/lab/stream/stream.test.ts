import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ClassSet, ClassSplit } from '../../../src/data/index.js';
import { readJsonLines } from '../../../src/lab/files.js';
import { readParameters } from '../../../src/lab/parameter-files.js';
import type { Progress } from '../../../src/lab/progress.js';
import { runStream, streamFiles } from '../../../src/lab/stream/run.js';
import { ImageStream, type StreamSettings } from '../../../src/lab/stream/stream.js';
import { argmax, Examples } from '../../../src/lab/training/examples.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { LiveSimulator } from '../../../src/sim/events/live/simulator.js';
import { type WayName, ways } from '../../../src/sim/events/live/ways.js';

// Twelve images of four pixels, no two alike, in three classes.
const split: ClassSplit = {
  count: 12,
  shape: [2, 2],
  inputs: Uint8Array.from({ length: 48 }, (_, i) => (i * 37) % 251),
  scale: 1 / 255,
  labels: Uint8Array.from({ length: 12 }, (_, i) => i % 3),
};
const data: ClassSet = {
  name: 'twelve',
  classes: 3,
  train: split,
  test: split,
  checksum: '',
  verified: true,
  source: 'here',
};
const network = parseNetwork({
  input: [4],
  layers: [
    { type: 'dense', units: 5, activation: 'tanh' },
    { type: 'dense', units: 3, activation: 'linear' },
  ],
});
const examples = new Examples(network, data);
const settings: StreamSettings = { every: 20, targetDelay: 0, taught: 1, seed: 1 };

function scene(way: WayName, given: Partial<StreamSettings> = {}, learningRate = 0.05) {
  const simulator = new LiveSimulator(network, initialParameters(network, 1), { way, learningRate });
  return { simulator, stream: new ImageStream(simulator, examples, { ...settings, ...given }) };
}

/** Which image stands at the inputs. */
function shown(simulator: LiveSimulator): () => number {
  const pixels = new Float64Array(4);
  simulator.listen('input').subscribe(({ source, value }) => {
    pixels[Number(source.slice(6, -1))] = value;
  });
  const { inputs } = examples.firstTrained(12);
  return () =>
    Array.from({ length: 12 }).findIndex((_, row) =>
      pixels.every((x, i) => x === inputs.input.data[4 * row + i]),
    );
}

describe.each(Object.keys(ways) as WayName[])('%s', (way) => {
  it('is shown every image once before any comes again, with its own label, and answers before it learns', () => {
    const { simulator, stream } = scene(way);
    const image = shown(simulator);
    const before = new EventSimulator(network, simulator.parameters());
    const order: number[] = [];
    for (let i = 0; i < 24; i++) {
      const { time, label, answer } = stream.next();
      expect(time).toBe(20 * i);
      order.push(image());
      expect(label).toBe(split.labels[order[i]]);
      const { inputs } = examples.batch(split, Uint32Array.of(order[i]));
      // By the weights as they were when it came.
      if (i === 0) expect(answer).toBe(argmax(before.predict(inputs)['layers.1'].data, 3)[0]);
      expect(answer).toBe(argmax(simulator.answer('layers.1'), 3)[0]);
    }
    for (const pass of [order.slice(0, 12), order.slice(12)]) {
      expect([...pass].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    }
    expect(order.slice(0, 12)).not.toEqual(order.slice(12));
  });
});

it('the seed determines the order; a share of targets never comes', () => {
  const learned = (given: Partial<StreamSettings>) => {
    const { simulator, stream } = scene('strict-phases', given);
    const image = shown(simulator);
    const order = Array.from({ length: 12 }, () => {
      stream.next();
      return image();
    });
    stream.end();
    return { order, cycles: simulator.energy.messages.teaching / 8 };
  };
  expect(learned({})).toEqual(learned({}));
  expect(learned({ seed: 2 }).order).not.toEqual(learned({}).order);
  expect(learned({}).cycles).toBe(12);
  expect(learned({ taught: 0 }).cycles).toBe(0);
  const half = learned({ taught: 0.5 }).cycles;
  expect(half).toBeGreaterThan(1);
  expect(half).toBeLessThan(11);
  // The sweep takes 2 tau.
  expect(learned({ targetDelay: 2 }).cycles).toBe(12);
  expect(learned({ targetDelay: 3 }).cycles).toBe(0);
});

it.each<[string, Partial<StreamSettings>]>([
  ['stream.every: got 0,', { every: 0 }],
  ['stream.targetDelay: got 20, expected from 0 to less than the 20 tau of an image.', { targetDelay: 20 }],
  ['stream.taught: got 2, expected a share from 0 to 1.', { taught: 2 }],
])('refuses %s', (message, given) => {
  expect(() => scene('oscillation', given)).toThrow(message);
});

it('stopped while it is tested, a training on a stream keeps what is done', async () => {
  const out = mkdtempSync(join(tmpdir(), 'relaxon-stream-'));
  try {
    const controller = new AbortController();
    const update: Progress['update'] = (_, fields) => void ('tested' in fields && controller.abort());
    const run = { ...scene('two-compartments'), examples, images: 3, logEvery: 2, out, title: '' };
    const end = await runStream(run, { update, note() {}, stop() {} }, controller.signal);
    expect(end).toMatchObject({ images: 3, testAccuracy: null, interrupted: true });
    const { metrics, parameters } = streamFiles(out);
    expect(readJsonLines(metrics).at(-1)).toEqual({ kind: 'end', ...end });
    readParameters(parameters, network);
  } finally {
    rmSync(out, { recursive: true });
  }
});
