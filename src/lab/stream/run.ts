import type { ClassSet } from '../../data/index.js';
import { InputError, RelaxonError } from '../../errors.js';
import { EventSimulator } from '../../sim/events/engine.js';
import type { LiveSimulator } from '../../sim/events/live/simulator.js';
import type { Rule } from '../../sim/rule.js';
import { JsonLines, writeFileAtomic } from '../files.js';
import { tensorOf } from '../parameter-files.js';
import type { Progress } from '../progress.js';
import { writeJson } from '../runs/first-files.js';
import type { Status } from '../runs/status.js';
import { writeSafetensors } from '../safetensors/index.js';
import { type EvaluationOn, evaluating } from '../training/evaluate.js';
import type { Examples } from '../training/examples.js';
import { inTurns } from '../turns.js';
import { writeStreamCheckpoint } from './checkpoint.js';
import { beginning, type Course, showAll } from './course.js';
import { accuracyPlot, perImage } from './figures.js';
import { claimStream, type StreamRecord, streamFiles } from './files.js';
import { checkFinite } from './finite.js';
import { Listening } from './listening.js';
import type { ImageStream } from './stream.js';

export { claimStream, streamFiles };

/** A training on a stream, ready to run, or to go on. */
export interface StreamRun {
  readonly simulator: LiveSimulator;
  /** By which it lives; `ar` if not given. */
  readonly rule?: Rule;
  readonly examples: Examples<ClassSet>;
  readonly stream: ImageStream;
  readonly images: number;
  /** Images between rows of metrics. */
  readonly logEvery: number;
  /** Images between checkpoints; without it there is one where it stops. */
  readonly saveEvery?: number;
  /** Test images to judge by; all if not given. */
  readonly testImages?: number | undefined;
  /** A folder that `claimStream` has claimed. */
  readonly out: string;
  /** The weights that it begins with, where they are of a file. */
  readonly params?: { readonly file: string; readonly sha256: string };
  /** Of the plot. */
  readonly title: string;
  /** What was asked for: then there is a report. */
  readonly record?: StreamRecord;
  /** How far it has come already. */
  readonly course?: Course;
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

type Tested = EvaluationOn<ClassSet>;

/**
 * Shows the images one after the other, writing metrics and checkpoints as it goes; then tests the network on held-out images.
 * After `signal` it keeps what is done, and a checkpoint to go on from.
 * @throws {RelaxonError} when weights or answers are numbers no more; what was learned since the last checkpoint is not kept
 */
export async function runStream(run: StreamRun, progress: Progress, signal: AbortSignal): Promise<StreamEnd> {
  const files = streamFiles(run.out);
  const metrics = new JsonLines(files.metrics);
  const listening = new Listening(run.simulator, run.images);
  setStatus(run, 'running');
  try {
    if (run.params && metrics.count === 0)
      metrics.append({ kind: 'begin', params: run.params.file, sha256: run.params.sha256 });
    const save = (course: Course) => saveStream(run, course, metrics);
    const hearers = { progress, listening, save };
    const course = await showAll(run, run.course ?? beginning, metrics, hearers, signal);
    run.stream.end();
    checkFinite(run, course.images);
    const evaluation = signal.aborted ? null : await tested(run, course.images, progress, signal);
    const end = endOf(run, course, evaluation);
    metrics.append({ kind: 'end', ...end });
    await write(run, course, end, { evaluation, raster: listening.svg(course.images) });
    setStatus(run, end.interrupted ? 'interrupted' : 'finished');
    return end;
  } catch (error) {
    setStatus(run, stateAfter(error), error as Error);
    throw error;
  } finally {
    listening.stop();
    metrics.close();
  }
}

function saveStream({ out, stream, simulator }: StreamRun, course: Course, metrics: JsonLines): void {
  metrics.flush();
  writeStreamCheckpoint(streamFiles(out).checkpoint, {
    ...{ course, stream: stream.state(), simulator: simulator.state(), rows: metrics.count },
  });
}

async function write(
  run: StreamRun,
  course: Course,
  end: StreamEnd,
  { evaluation, raster }: { readonly evaluation: Tested | null; readonly raster: string | undefined },
): Promise<void> {
  const files = streamFiles(run.out);
  const tensors = Object.entries(run.simulator.parameters()).map(
    ([name, values]) => [name, tensorOf(values)] as const,
  );
  writeSafetensors(files.parameters, new Map(tensors));
  const accuracy = accuracyPlot(run.title, run.logEvery, course, end.testAccuracy);
  writeFileAtomic(files.accuracy, accuracy);
  if (raster) writeFileAtomic(files.raster, raster);
  if (evaluation) writeJson(files.evaluation, evaluation);
  if (!run.record) return;
  const { streamReport } = await import('./report.js');
  const pictures = { accuracy, raster };
  writeFileAtomic(
    files.report,
    streamReport({ ...run.record, end, evaluation, pictures, metrics: files.metrics }),
  );
}

function endOf({ simulator }: StreamRun, { images, points }: Course, evaluation: Tested | null): StreamEnd {
  return {
    images,
    onlineAccuracy: points.at(-1)?.[1] ?? null,
    testAccuracy: evaluation?.accuracy ?? null,
    ...perImage(simulator.energy, images),
    missed: simulator.missed,
    interrupted: evaluation === null,
  };
}

// Null when it is interrupted.
async function tested(
  { simulator, rule, examples, testImages }: StreamRun,
  images: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<Tested | null> {
  const judge = new EventSimulator(simulator.network, simulator.parameters(), { grain: 'arbor' });
  const testing = evaluating(judge, examples, testImages ?? null, rule);
  try {
    return await inTurns(testing, signal, (done) => progress.update(images, { tested: done }));
  } catch (error) {
    if (signal.aborted && error === signal.reason) return null;
    throw error;
  }
}

// What cannot be written is no divergence.
const stateAfter = (error: unknown): Status['state'] =>
  error instanceof RelaxonError && !(error instanceof InputError) ? 'diverged' : 'failed';

/** Says how a run of a folder of its own stands: in images, and passes over them. */
function setStatus(
  { out, examples, record, stream }: StreamRun,
  state: Status['state'],
  error?: Error,
): void {
  if (!record) return;
  const images = stream.state().shown;
  const epochs = Math.floor(images / examples.data.train.count);
  try {
    writeJson(streamFiles(out).status, {
      state,
      step: images,
      epochs,
      ...(error && { error: error.message }),
    });
  } catch (second) {
    // A full disk has already said so.
    if (!error) throw second;
  }
}
