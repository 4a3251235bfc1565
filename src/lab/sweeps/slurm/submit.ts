import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeFileAtomic } from '../../files.js';
import { type SweepFolder, sweepFiles } from '../files.js';
import { openSlots, standingOf } from '../standing.js';
import { sweepOf } from '../sweep.js';
import { arraysOf } from './arrays.js';
import { asked, slurm } from './commands.js';
import { noteJob } from './queue.js';
import { jobScript, thisProgram } from './script.js';
import type { SlurmSettings } from './settings.js';

/** Jobs that were submitted. */
export interface Submitted {
  readonly jobs: readonly string[];
  readonly tasks: number;
}

/** Array indices end below this, where Slurm does not say where. */
const standardSize = 1001;

/**
 * Submits all that is left to do: an array job for each rung that is left, each begun when the one before is over (more than
 * one where there are more tasks than an array may have). Returns at once: nothing here has to stay.
 * @throws {InputError} when Slurm is not there, or refuses
 */
export async function submit(folder: SweepFolder): Promise<Submitted> {
  const { directory, manifest } = folder;
  const { slurm: settings } = sweepOf(manifest.sweep, sweepFiles(directory).manifest);
  const size = await maxArraySize();
  const { slurm: place } = sweepFiles(directory);
  mkdirSync(place, { recursive: true });
  const script = join(place, 'task.sh');
  writeFileAtomic(script, jobScript(directory, settings, thisProgram()));
  const jobs: string[] = [];
  let before: string[] = [];
  let count = 0;
  for (const tasks of tasksLeft(folder)) {
    const rung: string[] = [];
    for (const array of arraysOf(tasks, size)) {
      const args = argumentsFor(resolve(place), settings, array.indices, before);
      const job = (await slurm('sbatch', ...args, script, String(array.base))).split(';')[0];
      noteJob(directory, { job, ...array });
      rung.push(job);
      count += array.count;
    }
    jobs.push(...rung);
    before = rung;
  }
  return { jobs, tasks: count };
}

/** Numbers of tasks, by rung: those open on the rung that the sweep stands on, all of those after it. */
function tasksLeft(folder: SweepFolder): number[][] {
  const { rungs, seeds } = folder.manifest;
  const standing = standingOf(folder);
  const at = standing.length - 1;
  let first = standing[at].firstSlot + rungs[at].trials * seeds.length;
  const later = rungs.slice(at + 1).map(({ trials }) => {
    const tasks = Array.from({ length: trials * seeds.length }, (_, i) => first + i);
    first += tasks.length;
    return tasks;
  });
  return [openSlots(standing[at]).map(({ slot }) => slot), ...later].filter((tasks) => tasks.length > 0);
}

function argumentsFor(
  place: string,
  { time, signal, parallel, options }: SlurmSettings,
  indices: string,
  after: readonly string[],
): string[] {
  return [
    '--parsable',
    '--job-name=relaxon-sweep',
    ...options,
    `--array=${indices}${parallel === undefined ? '' : `%${parallel}`}`,
    '--requeue',
    '--open-mode=append',
    `--signal=B:USR2@${signal}`,
    // A percent sign of the folder's own name would be one of sbatch's patterns.
    `--output=${place.replaceAll('%', '%%')}/%A_%a.log`,
    ...(time === undefined ? [] : [`--time=${time}`]),
    ...(after.length > 0 ? [`--dependency=afterany:${after.join(':')}`] : []),
  ];
}

async function maxArraySize(): Promise<number> {
  const told = await asked('scontrol', 'show', 'config');
  const size = Number(/^MaxArraySize\s*=\s*(\d+)/m.exec(told ?? '')?.[1]);
  return size > 0 ? size : standardSize;
}
