import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { refuse } from '../../../errors.js';
import { readValue } from '../../../schema.js';
import { JsonLines, readJsonLines } from '../../files.js';
import { sweepFiles } from '../files.js';
import { asked } from './commands.js';

const schema = z.looseObject({ job: z.string('the number of a job').regex(/^\d+$/, 'the number of a job') });

const jobsFile = (directory: string) => join(sweepFiles(directory).slurm, 'jobs.jsonl');

/** Writes down that a job was submitted. */
export function noteJob(
  directory: string,
  job: Readonly<Record<string, unknown>> & { readonly job: string },
): void {
  const file = new JsonLines(jobsFile(directory));
  file.append(job);
  file.flush();
  file.close();
}

/** A job of a sweep that Slurm still has, with how many of its tasks are in which state. */
export interface QueuedJob {
  readonly job: string;
  readonly states: Readonly<Record<string, number>>;
}

/** The jobs of a sweep that Slurm still has, as far as it says. */
export async function queuedJobs(directory: string): Promise<QueuedJob[]> {
  const path = jobsFile(directory);
  if (!existsSync(path)) return [];
  const jobs = readJsonLines(path).map((row, i) => readValue(`${path}:${i + 1}`, schema, row).job);
  const queued = await Promise.all(
    jobs.map(async (job) => {
      // Of a job that it has forgotten Slurm says nothing but that.
      const told = await asked('squeue', '-h', '-r', '-j', job, '-o', '%T');
      const states: Record<string, number> = {};
      for (const state of told?.split('\n').filter(Boolean) ?? []) states[state] = (states[state] ?? 0) + 1;
      return { job, states };
    }),
  );
  return queued.filter(({ states }) => Object.keys(states).length > 0);
}

/** A job in words: `job 12: 3 running, 5 pending`. */
export const jobWords = ({ job, states }: QueuedJob): string =>
  `job ${job}: ${Object.entries(states)
    .map(([state, count]) => `${count} ${state.toLowerCase()}`)
    .join(', ')}`;

/** @throws {InputError} while Slurm has tasks of the sweep: they would be done twice */
export async function refuseQueued(directory: string): Promise<void> {
  const queued = await queuedJobs(directory);
  if (queued.length === 0) return;
  const hint = `again when they are done, or scancel ${queued.map(({ job }) => job).join(' ')}`;
  refuse({
    where: directory,
    got: `tasks that Slurm has (${queued.map(jobWords).join('; ')})`,
    expected: 'none in its queue',
    hint,
  });
}
