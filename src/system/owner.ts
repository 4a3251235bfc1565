import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

const schema = z.object({
  id: z.string(),
  host: z.string(),
  place: z.string(),
  pid: z.int(),
  started: z.string().nullable(),
  job: z.string().nullable(),
  restart: z.int(),
  since: z.string(),
});

/** A process, as others can know it: also on another host, and after it has ended. */
export interface Owner extends z.infer<typeof schema> {
  /** Never the same twice. */
  readonly id: string;
  readonly host: string;
  /** Where numbers of processes mean the same: a host since it was started, and a container of it. */
  readonly place: string;
  readonly pid: number;
  /** When the process began, in the system's own words; null where the system does not say. Numbers come again. */
  readonly started: string | null;
  /** Variable and value of the scheduler's job, `SLURM_JOB_ID=77`; null outside of one. */
  readonly job: string | null;
  /** How often that job was begun anew. */
  readonly restart: number;
  /** Wall clock, ISO 8601. */
  readonly since: string;
}

/** Where schedulers say which job a process is of. */
const jobVariables = ['SLURM_JOB_ID', 'PBS_JOBID', 'LSB_JOBID', 'FLUX_JOB_ID', 'COBALT_JOBID', 'JOB_ID'];

/** Silent for so long, in ms, a process of another place is taken for gone. */
export const patience = 120_000;

/** This process, under an id of its own. */
export function thisProcess(): Owner {
  const { env, pid } = process;
  const variable = jobVariables.find((name) => env[name]);
  return {
    id: randomBytes(8).toString('hex'),
    host: hostname(),
    place: place(),
    pid,
    started: startOf(pid) ?? null,
    job: variable ? `${variable}=${env[variable]}` : null,
    restart: Number(env.SLURM_RESTART_COUNT) || 0,
    since: new Date().toISOString(),
  };
}

/** Reads what was written down of a process; undefined if it is not that. */
export function readOwner(text: string): Owner | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * Whether a process is gone.
 * @param silence ms since it last gave a sign of life: all that can be known of a process elsewhere
 */
export function isGone(owner: Owner, silence: number, me = thisProcess()): boolean {
  if (owner.place === me.place) return !isRunning(owner);
  // A scheduler begins a job anew only when it has ended.
  if (owner.job !== null && owner.job === me.job && owner.restart < me.restart) return true;
  return silence > patience;
}

/** Names a process in an error: `process 42 on node7 (SLURM_JOB_ID=77), since 2026-01-31T12:00:00.000Z`. */
export function ownerWords({ pid, host, job, since }: Owner): string {
  return `process ${pid} on ${host}${job === null ? '' : ` (${job})`}, since ${since}`;
}

/** Whether a process of this place still runs: the same one, not another that was given its number. */
export function isRunning({ pid, started }: Pick<Owner, 'pid' | 'started'>): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const { start: now, ended } = lifeOf(pid);
  if (ended) return false;
  return started === null || now === undefined || now === started;
}

/** Where numbers of processes mean the same as here. */
export function place(): string {
  const boot = orNothing(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const container = orNothing(() => readlinkSync('/proc/self/ns/pid'));
  return [hostname(), boot, container].filter((part) => part !== undefined).join(' ');
}

/** The same in eight hexadecimal digits, for names of files. */
export function placeKey(): string {
  return createHash('sha256').update(place()).digest('hex').slice(0, 8);
}

/** When a process began, as the system counts; undefined where it does not say. */
export const startOf = (pid: number): string | undefined => lifeOf(pid).start;

interface Life {
  readonly start: string | undefined;
  /** It has ended, and nobody has asked how: where no init process does, its number stays taken for ever. */
  readonly ended: boolean;
}

function lifeOf(pid: number): Life {
  if (process.platform === 'win32') return { start: undefined, ended: false };
  if (process.platform !== 'linux') {
    const asked = ['-o', 'stat=,lstart=', '-p', String(pid)];
    const told = orNothing(() =>
      execFileSync('ps', asked, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: 2000,
      }).trim(),
    );
    const [state = '', ...start] = told?.split(/ +/) ?? [];
    return { start: told && start.join(' '), ended: state.startsWith('Z') };
  }
  const stat = orNothing(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // After the name, which may hold anything: its state, and as the 20th field ticks from the start of the system.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { start: fields?.[19], ended: ['Z', 'X'].includes(fields?.[0] ?? '') };
}

function orNothing(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
