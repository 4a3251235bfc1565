import type { ClassSet } from '../../data/index.js';
import { RelaxonError } from '../../errors.js';
import { type JsonLines, writeFileAtomic } from '../files.js';
import { tensorOf } from '../parameter-files.js';
import { writeJson } from '../runs/first-files.js';
import { writeSafetensors } from '../safetensors/index.js';
import type { EvaluationOn } from '../training/evaluate.js';
import type { Course } from './course.js';
import { accuracyPlot, perImage } from './figures.js';
import { streamFiles } from './files.js';
import type { StreamRun } from './run.js';

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

export type Tested = EvaluationOn<ClassSet>;

/** Writes what people look at, and the parameters. @throws {InputError} when a file cannot be written */
export async function writeResults(
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

/** A report of a run that diverged, of what there is: when, and why. */
export async function reportDivergence(
  run: StreamRun,
  course: Course,
  metrics: JsonLines,
  { message: reason }: Error,
): Promise<void> {
  if (!run.record) return;
  try {
    metrics.append({ kind: 'divergence', images: course.images, reason });
    metrics.flush();
    const end = { ...endOf(run, course, null), interrupted: false };
    const files = streamFiles(run.out);
    const accuracy = accuracyPlot(run.title, run.logEvery, course, null);
    const { streamReport } = await import('./report.js');
    const pictures = { accuracy, raster: undefined };
    const found = { end, evaluation: null, pictures, metrics: files.metrics, reason };
    writeFileAtomic(files.report, streamReport({ ...run.record, ...found }));
  } catch (error) {
    // What stops the run is that it diverged, even where that cannot be written.
    if (!(error instanceof RelaxonError)) throw error;
  }
}

/** What came of it. */
export function endOf(
  { simulator }: StreamRun,
  { images, points }: Course,
  evaluation: Tested | null,
): StreamEnd {
  return {
    images,
    onlineAccuracy: points.at(-1)?.[1] ?? null,
    testAccuracy: evaluation?.accuracy ?? null,
    ...perImage(simulator.energy, images),
    missed: simulator.missed,
    interrupted: evaluation === null,
  };
}
