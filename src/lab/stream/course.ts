import { setImmediate } from 'node:timers/promises';
import type { JsonLines } from '../files.js';
import type { Progress } from '../progress.js';
import { checkFinite } from './finite.js';
import type { Listening } from './listening.js';
import type { StreamRun } from './run.js';

/** How far a stream has come, and how it was answered. */
export interface Course {
  readonly images: number;
  /** Right answers, and images, since the last row of metrics. */
  readonly right: number;
  readonly since: number;
  /** Share of right answers over the images before each row. */
  readonly points: readonly (readonly [images: number, accuracy: number])[];
}

export const beginning: Course = { images: 0, right: 0, since: 0, points: [] };

/** Whoever hears of a stream as it goes on. */
export interface Hearers {
  readonly progress: Progress;
  readonly listening: Listening;
  /** After each image. */
  at(course: Course): void;
  /** Images after which there is something to save. */
  save(course: Course): void;
}

/** Shows the images that are left, writing a row of metrics every so often. */
export async function showAll(
  run: StreamRun,
  from: Course,
  metrics: JsonLines,
  { progress, listening, at, save }: Hearers,
  signal: AbortSignal,
): Promise<Course> {
  const { stream, images, logEvery, saveEvery = Infinity } = run;
  let course = from;
  while (course.images < images && !signal.aborted) {
    listening.before(course.images);
    const { time, label, answer } = stream.next();
    course = answered(course, label === answer);
    at(course);
    progress.update(course.images, { accuracy: course.right / course.since });
    if (course.since === logEvery) course = logged(run, course, metrics, time);
    const ends = course.images === images || signal.aborted;
    if (ends || course.images % saveEvery === 0) save(course);
    // The last row, of fewer images, is not what a longer stream would go on from.
    if (course.images === images && course.since > 0) course = logged(run, course, metrics, time);
    // Lets a signal in: the loop itself never waits.
    await setImmediate();
    if (signal.aborted && !ends) save(course);
  }
  return course;
}

function answered(course: Course, right: boolean): Course {
  const { images, since } = course;
  return { ...course, images: images + 1, since: since + 1, right: course.right + (right ? 1 : 0) };
}

function logged(run: StreamRun, course: Course, metrics: JsonLines, time: number): Course {
  const { images, right, since, points } = course;
  const { missed, energy } = run.simulator;
  checkFinite(run, images);
  metrics.append({ kind: 'interval', images, time, 'online/accuracy': right / since, missed, ...energy });
  return { images, right: 0, since: 0, points: [...points, [images, right / since]] };
}
