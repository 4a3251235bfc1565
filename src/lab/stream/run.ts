import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ClassSet } from '../../data/index.js';
import { fail } from '../../errors.js';
import { total } from '../../messages/energy.js';
import { EventSimulator } from '../../sim/events/engine.js';
import type { LiveSimulator } from '../../sim/events/live/simulator.js';
import type { Rule } from '../../sim/rule.js';
import type { Lock } from '../../system/lock.js';
import { beginFolder, JsonLines, writeFileAtomic } from '../files.js';
import { tensorOf } from '../parameter-files.js';
import { curves } from '../plots/index.js';
import type { Progress } from '../progress.js';
import { writeSafetensors } from '../safetensors/index.js';
import { evaluating } from '../training/evaluate.js';
import type { Examples } from '../training/examples.js';
import { inTurns } from '../turns.js';
import type { ImageStream } from './stream.js';

/** A training on a stream, ready to run. */
export interface StreamRun {
  readonly simulator: LiveSimulator;
  /** By which it lives; `ar` if not given. */
  readonly rule?: Rule;
  readonly examples: Examples<ClassSet>;
  readonly stream: ImageStream;
  readonly images: number;
  /** Images between rows of metrics. */
  readonly logEvery: number;
  /** Test images to judge by; all if not given. */
  readonly testImages?: number | undefined;
  /** A folder that `claimStream` has claimed. */
  readonly out: string;
  /** The weights that it begins with, where they are of a file. */
  readonly params?: { readonly file: string; readonly sha256: string };
  /** Of the plot. */
  readonly title: string;
}

/** How it ended. */
export interface StreamEnd {
  readonly images: number;
  /** Share of right answers over the last interval, each given before the network learned from its image. */
  readonly onlineAccuracy: number | null;
  /** On held-out images; null where the stream was interrupted. */
  readonly testAccuracy: number | null;
  /** Per image. */
  readonly messages: number;
  readonly synapticOperations: number;
  readonly missed: number;
  readonly interrupted: boolean;
}

/** The files of a training on a stream. */
export const streamFiles = (out: string) => ({
  metrics: join(out, 'metrics.jsonl'),
  parameters: join(out, 'parameters.safetensors'),
  accuracy: join(out, 'accuracy.svg'),
});

/**
 * Claims a new folder for a training on a stream.
 * @throws {InputError} when it is in use, holds something, or cannot be made
 */
export function claimStream(out: string): Lock {
  return beginFolder(out, (folder) => writeFileAtomic(streamFiles(folder).metrics, ''));
}

/**
 * Shows the images one after the other, writing metrics as it goes; then tests the network on held-out images. After
 * `signal` it keeps what is done.
 * @throws {RelaxonError} when weights or answers are numbers no more; what was learned until then is not kept
 */
export async function runStream(run: StreamRun, progress: Progress, signal: AbortSignal): Promise<StreamEnd> {
  const files = streamFiles(run.out);
  const metrics = new JsonLines(files.metrics);
  try {
    if (run.params) metrics.append({ kind: 'begin', params: run.params.file, sha256: run.params.sha256 });
    const course = await showAll(run, metrics, progress, signal);
    run.stream.end();
    checkFinite(run, course.images);
    const testAccuracy = signal.aborted ? null : await tested(run, course.images, progress, signal);
    const end = endOf(run, course, testAccuracy);
    metrics.append({ kind: 'end', ...end });
    const tensors = Object.entries(run.simulator.parameters()).map(
      ([name, values]) => [name, tensorOf(values)] as const,
    );
    writeSafetensors(files.parameters, new Map(tensors));
    writeFileAtomic(files.accuracy, accuracyPlot(run, course.points));
    return end;
  } finally {
    metrics.close();
  }
}

interface Course {
  readonly images: number;
  readonly points: readonly (readonly [images: number, accuracy: number])[];
}

async function showAll(
  { stream, simulator, images, logEvery, ...run }: StreamRun,
  metrics: JsonLines,
  progress: Progress,
  signal: AbortSignal,
): Promise<Course> {
  const points: [number, number][] = [];
  let right = 0;
  let since = 0;
  let done = 0;
  while (done < images && !signal.aborted) {
    const { time, label, answer } = stream.next();
    done++;
    since++;
    if (label === answer) right++;
    progress.update(done, { accuracy: right / since });
    if (since === logEvery || done === images) {
      checkFinite({ simulator, ...run }, done);
      points.push([done, right / since]);
      const { missed } = simulator;
      metrics.append({
        kind: 'interval',
        images: done,
        time,
        'online/accuracy': right / since,
        missed,
        ...simulator.energy,
      });
      since = 0;
      right = 0;
    }
    // Lets a signal in: the loop itself never waits.
    await setImmediate();
  }
  return { images: done, points };
}

function endOf({ simulator }: StreamRun, { images, points }: Course, testAccuracy: number | null): StreamEnd {
  const { messages, operations } = simulator.energy;
  const per = (count: number) => count / Math.max(1, images);
  return {
    images,
    onlineAccuracy: points.at(-1)?.[1] ?? null,
    testAccuracy,
    messages: per(total(messages)),
    synapticOperations: per(total(operations)),
    missed: simulator.missed,
    interrupted: testAccuracy === null,
  };
}

// Null when it is interrupted.
async function tested(
  { simulator, rule, examples, testImages }: StreamRun,
  images: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<number | null> {
  const judge = new EventSimulator(simulator.network, simulator.parameters(), { grain: 'arbor' });
  const testing = evaluating(judge, examples, testImages ?? null, rule);
  try {
    const { accuracy } = await inTurns(testing, signal, (done) => progress.update(images, { tested: done }));
    return accuracy;
  } catch (error) {
    if (signal.aborted && error === signal.reason) return null;
    throw error;
  }
}

function checkFinite(
  { simulator, examples }: Pick<StreamRun, 'simulator' | 'examples'>,
  images: number,
): void {
  const finite = (values: Float32Array | Float64Array) => values.every((value) => Number.isFinite(value));
  const parameters = Object.values(simulator.parameters());
  if (finite(simulator.answer(examples.answer)) && parameters.every(({ data }) => finite(data))) return;
  fail({
    where: 'stream',
    got: `weights or answers that are no numbers after ${images} images`,
    expected: 'finite ones',
    hint: 'a lower --learning-rate',
  });
}

function accuracyPlot({ title, logEvery }: StreamRun, points: Course['points']): string {
  const series = [{ name: 'online', points }];
  const caption = `Share of right answers over the last ${logEvery} images, each given before learning from it.`;
  return curves({ title, series, x: 'images', y: 'share of right answers', yDomain: [0, 1], caption });
}
