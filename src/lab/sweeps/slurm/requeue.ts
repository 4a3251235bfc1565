import { fail } from '../../../errors.js';
import { slurm } from './commands.js';

/** The task of an array job that this process is, if it is one. */
export interface ArrayTask {
  /** As Slurm calls it: `12_3`. */
  readonly name: string;
  /** How often it has begun anew. */
  readonly restarts: number;
}

export function thisArrayTask(env: NodeJS.ProcessEnv = process.env): ArrayTask | undefined {
  const { SLURM_ARRAY_JOB_ID: job, SLURM_ARRAY_TASK_ID: task } = env;
  if (!job || !task) return undefined;
  return { name: `${job}_${task}`, restarts: Number(env.SLURM_RESTART_COUNT) || 0 };
}

/**
 * Puts a task whose time is up, and whose run is saved, back into the queue: it alone.
 * @throws {RelaxonError} when it has begun anew too often, or came no further this time
 */
export async function requeue(task: ArrayTask, most: number, progressed: boolean): Promise<void> {
  const where = `task ${task.name}`;
  if (!progressed) {
    const expected = 'at least one minibatch within the time limit';
    fail({ where, got: 'no progress', expected, hint: 'a longer slurm.time, and sweep resume --slurm' });
  }
  if (task.restarts >= most) {
    const expected = `at most ${most}, as slurm.restarts has it`;
    fail({
      where,
      got: `${task.restarts} restarts`,
      expected,
      hint: 'a longer slurm.time, or sweep resume --slurm',
    });
  }
  await slurm('scontrol', 'requeue', task.name);
}
