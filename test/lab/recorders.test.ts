import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readJsonLines } from '../../src/lab/files.js';
import { MessageLog } from '../../src/lab/message-log.js';
import { ChangeFile } from '../../src/lab/recorders/change-file.js';
import { RasterDots } from '../../src/lab/recorders/dots.js';
import { FrameFile } from '../../src/lab/recorders/frame-file.js';
import { PartFile } from '../../src/lab/recorders/part-file.js';
import { drawEvery, Picture } from '../../src/lab/recorders/picture.js';
import { recordInto } from '../../src/lab/recorders/recordings.js';
import { Thinned } from '../../src/lab/recorders/thinned.js';
import { readSafetensors } from '../../src/lab/safetensors/index.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import { networks } from '../agreement/networks.js';
import { randomBatch } from '../agreement/problems.js';
import { refusal } from '../network/refusals.js';

const folder = mkdtempSync(join(tmpdir(), 'relaxon-recorders-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);

describe('a thinned set', () => {
  it('keeps every row whose number a power of two divides, evenly, and never more than its limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 0, max: 300 }), (limit, rows) => {
        const thinned = new Thinned(limit, 2);
        for (let i = 0; i < rows; i++) thinned.add(i, [-i]);
        const { stride, kept, seen } = thinned;
        const want = Array.from({ length: Math.ceil(rows / stride) }, (_, k) => k * stride);
        expect([...thinned.column(0)]).toEqual(want);
        expect([...thinned.column(1)]).toEqual(want.map((i) => -i));
        expect({ kept, seen, log: Math.log2(stride) % 1 }).toEqual({ kept: want.length, seen: rows, log: 0 });
        expect(kept).toBeLessThanOrEqual(limit);
        // No thinner than it has to be.
        if (stride > 1) expect(Math.ceil(rows / (stride / 2))).toBeGreaterThan(limit);
      }),
    );
  });
});

it('a message log holds every message, whatever its length, in any script', () => {
  const log = new MessageLog(path('log'));
  const messages = Array.from({ length: 5000 }, (_, i) => ({
    time: i / 3,
    source: `η${'μ'.repeat(i % 400)}[${i}]`,
    target: i === 2500 ? 'x'.repeat(1 << 20) : 'h',
    kind: 'down.x' as const,
    value: 1 / (1 + i),
  }));
  for (const message of messages) log.write(message);
  expect(log.count).toBe(5000);
  log.close();
  expect(readJsonLines(path('log'))).toEqual(messages);
  rmSync(path('log'));
});

describe('a file of samples', () => {
  it('holds times and values of all actors, however many spills it took', () => {
    const actors = ['η[0]', 'h[1]', 'h[2]'];
    const rows = 100_000;
    const file = new FrameFile(path('frames'), 'activity', actors);
    const values = new Float64Array(3);
    for (let k = 0; k < rows; k++) {
      for (let i = 0; i < 3; i++) values[i] = k * Math.PI + i;
      file.write({ time: k / 8, values });
    }
    expect(statSync(path('frames.part')).size).toBeGreaterThan(1 << 20);
    expect(existsSync(path('frames'))).toBe(false);
    file.close();
    const { tensors, metadata } = readSafetensors(path('frames'));
    expect(JSON.parse(metadata.actors)).toEqual(actors);
    expect(tensors.get('time')?.shape).toEqual([rows]);
    expect(tensors.get('activity')?.shape).toEqual([rows, 3]);
    const time = tensors.get('time')!.data;
    const activity = tensors.get('activity')!.data;
    const wrong = Array.from({ length: rows }, (_, k) => k).filter(
      (k) => time[k] !== k / 8 || [0, 1, 2].some((i) => activity[3 * k + i] !== k * Math.PI + i),
    );
    expect(wrong).toEqual([]);
    expect(readdirSync(folder)).toEqual(['frames']);
  });

  it('holds changes: when, whose, what', () => {
    const file = new ChangeFile(path('changes'), 'weight', ['a[0]', 'a[1]']);
    file.write({ time: 0.5, actor: 1, value: -0 });
    file.write({ time: 0.5, actor: 0, value: Number.NaN });
    file.write({ time: 2, actor: 1, value: 1 / 3 });
    file.close();
    const { tensors } = readSafetensors(path('changes'));
    expect([...tensors.get('time')!.data]).toEqual([0.5, 0.5, 2]);
    expect([...tensors.get('actor')!.data]).toEqual([1, 0, 1]);
    expect([...tensors.get('weight')!.data]).toEqual([-0, Number.NaN, 1 / 3]);
  });

  it('of nothing is one, too', () => {
    new ChangeFile(path('nothing'), 'drive', ['a[0]']).close();
    expect(readSafetensors(path('nothing')).tensors.get('drive')?.shape).toEqual([0]);
  });

  it('leaves nothing behind when it is given up', () => {
    const before = readdirSync(folder);
    const file = new ChangeFile(path('given up'), 'drive', ['a[0]']);
    file.write({ time: 0, actor: 0, value: 1 });
    expect(readdirSync(folder)).toHaveLength(before.length + 3);
    file.abandon();
    expect(readdirSync(folder)).toEqual(before);
  });

  it.skipIf(!existsSync('/dev/full'))('tells at its end of what could not be written, and not before', () => {
    // Whatever is written to /dev/full fails for want of space.
    const file = new PartFile(path('full'), '/dev/full');
    file.write(new Uint8Array(1));
    file.write(new Uint8Array(1));
    expect(refusal(() => file.close())).toContain('got a full disk');
    expect(existsSync(path('full'))).toBe(false);
  });
});

const skip = parseNetwork(networks['skip connection']);
const simulatorOf = () => new EventSimulator(skip, initialParameters(skip, 1));
const presentation = { rule: rules.ar, relaxation: relaxationOf({ steps: 8, stepSize: 0.25 }) };

describe('recordings of a simulation', () => {
  it('write what was seen, and draw it', () => {
    const simulator = simulatorOf();
    const wanted = [
      { quantity: 'activity', selections: ['h1', 'out'] },
      { quantity: 'weight', selections: ['out.weight[2]'] },
    ] as const;
    const recordings = recordInto(folder, simulator, wanted, { every: 0.5, draw: 0.25 });
    const { course } = simulator.relax(randomBatch(skip, 1, 1), { ...presentation, record: true });
    recordings.close();
    expect(recordings.counts).toEqual({
      [path('activity.safetensors')]: 5,
      [path('weight.safetensors')]: 5,
    });
    const { tensors } = readSafetensors(path('activity.safetensors'));
    expect([...tensors.get('time')!.data]).toEqual([0, 0.5, 1, 1.5, 2]);
    const want = [0, 2, 4, 6, 8].flatMap((k) => [...course[k].h1.data, ...course[k].out.data]);
    expect([...tensors.get('activity')!.data]).toEqual(want);
    expect(readSafetensors(path('weight.safetensors')).tensors.get('weight')?.shape).toEqual([5, 18]);
    expect(readFileSync(path('weight.svg'), 'utf8')).toContain('8 of 18 synapses of out.weight');
    expect(readFileSync(path('activity.svg'), 'utf8')).toContain('activity of h1');
  });

  it('are all or none', () => {
    const before = readdirSync(folder);
    const wanted = [
      { quantity: 'drive', selections: ['h1'] },
      { quantity: 'weight', selections: ['h1'] },
    ] as const;
    const begin = () => recordInto(folder, simulatorOf(), wanted, { draw: 1 });
    expect(refusal(begin)).toContain('selection for weight: got "h1"');
    expect(readdirSync(folder)).toEqual(before);
  });

  it('draw a thinned set, and say so', () => {
    const simulator = simulatorOf();
    const picture = new Picture(simulator, 'activity', ['h1'], 0.001);
    // Steps are looked at where they are; in continuous time, at any time.
    simulator.relax(randomBatch(skip, 2, 1), { rule: rules.ar, relaxation: relaxationOf({ duration: 2 }) });
    picture.stop();
    expect(picture.svg('Two thousand times, twice')).toContain('one in 4');
    const dots = new RasterDots(['h1[0]']);
    for (let i = 0; i < 60_000; i++) dots.hear({ time: i, source: 'h1[0]', kind: 'down.x' });
    expect(dots.svg('Many')).toContain('20,000 of 60,000 events drawn');
  });
});

it.each([
  [relaxationOf({ steps: 8, stepSize: 0.25 }), 0.25],
  [relaxationOf({ duration: 10, stepSize: 0.25 }), 0.25],
])('a picture looks after every step', (relaxation, every) => {
  expect(drawEvery(relaxation)).toBe(every);
});

it('a picture looks at a long time as often as it can draw', () => {
  const simulator = simulatorOf();
  const relaxation = relaxationOf({ duration: 1e5 });
  let looks = 0;
  const { seen } = simulator.watch('activity', ['h1'], { every: drawEvery(relaxation) });
  seen.subscribe(() => looks++);
  simulator.relax(randomBatch(skip, 1, 1), { rule: rules.ar, relaxation });
  expect(looks).toBeGreaterThan(1000);
  expect(looks).toBeLessThanOrEqual(2000);
});

const run = promisify(execFile);

it('recorders keep as much memory after a million messages as after a hundred thousand', async () => {
  const script = join(import.meta.dirname, 'recorders', 'million.ts');
  const { stdout } = await run('node', ['--expose-gc', '--import', 'tsx', script, folder]);
  const { early, late, rows, lines } = JSON.parse(stdout);
  expect({ rows, lines }).toEqual({ rows: 1_000_000, lines: 1_000_000 });
  expect(late - early).toBeLessThan(1e6);
}, 60_000);
