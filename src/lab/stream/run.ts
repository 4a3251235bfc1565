import type { ClassSet } from '../../data/index.js';
import { InputError, RelaxonError } from '../../errors.js';
import { EventSimulator } from '../../sim/events/engine.js';
import type { LiveSimulator } from '../../sim/events/live/simulator.js';
import type { Rule } from '../../sim/rule.js';
import { JsonLines } from '../files.js';
import type { Progress } from '../progress.js';
import { writeJson } from '../runs/first-files.js';
import type { Status } from '../runs/status.js';
import { evaluating } from '../training/evaluate.js';
import type { Examples } from '../training/examples.js';
import { inTurns } from '../turns.js';
import { writeStreamCheckpoint } from './checkpoint.js';
import { beginning, type Course, showAll } from './course.js';
import { claimStream, type StreamRecord, streamFiles } from './files.js';
import { endOf, reportDivergence, type StreamEnd, type Tested, writeResults } from './finish.js';
import { checkFinite } from './finite.js';
import { Listening } from './listening.js';
import type { ImageStream } from './stream.js';

export { claimStream, type StreamEnd, streamFiles };

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
  let last = run.course ?? beginning;
  try {
    if (run.params && metrics.count === 0)
      metrics.append({ kind: 'begin', params: run.params.file, sha256: run.params.sha256 });
    const save = (course: Course) => saveStream(run, course, metrics);
    const at = (course: Course) => {
      last = course;
    };
    const course = await showAll(run, last, metrics, { progress, listening, at, save }, signal);
    run.stream.end();
    checkFinite(run, course.images);
    const evaluation = signal.aborted ? null : await tested(run, course.images, progress, signal);
    const end = endOf(run, course, evaluation);
    metrics.append({ kind: 'end', ...end });
    await writeResults(run, course, end, { evaluation, raster: listening.svg(course.images) });
    setStatus(run, end.interrupted ? 'interrupted' : 'finished');
    return end;
  } catch (error) {
    setStatus(run, stateAfter(error), error as Error);
    if (stateAfter(error) === 'diverged') await reportDivergence(run, last, metrics, error as Error);
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
