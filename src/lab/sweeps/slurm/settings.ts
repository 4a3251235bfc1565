import { z } from 'zod';
import { refuse } from '../../../errors.js';
import { asObject, read } from '../../../schema.js';
import { secondsOf } from './time-limit.js';

const line = z.string('a text').regex(/^[^\n\r\0]*$/, 'one line');
const schema = z.strictObject({
  /** Time limit of a task, as sbatch has it: minutes, HOURS:MINUTES:SECONDS or DAYS-HOURS:... */
  time: z
    .string('a text')
    .regex(/^(\d+-)?\d+(:\d\d){0,2}$/, 'a time as sbatch has it, such as "01:30:00"')
    .optional(),
  /** Seconds before the time limit at which a task is told to save. */
  signal: z.int('a whole number of seconds').min(1, 'at least 1').max(65_535, 'at most 65535').default(120),
  /** So many tasks at a time; all that fit, if not said. */
  parallel: z.int('a whole number of at least 1').min(1, 'a whole number of at least 1').optional(),
  /** How often a task may begin anew. */
  restarts: z.int('a whole number of at least 0').min(0, 'a whole number of at least 0').default(100),
  /** More options of sbatch, one each, such as "--partition=long". */
  options: z
    .array(line.regex(/^-/, 'an option of sbatch, beginning with -'), 'a list of options')
    .default([]),
  /** Lines of shell that come before a task, such as "module load nodejs". */
  setup: z.array(line, 'a list of lines').default([]),
});

/** How tasks of a sweep are run on Slurm. */
export type SlurmSettings = z.infer<typeof schema>;

/** What sweeps have to say themselves. */
const ours = [
  '--array',
  '-a',
  '--requeue',
  '--no-requeue',
  '--signal',
  '--open-mode',
  '--output',
  '-o',
  '--error',
  '-e',
  '--dependency',
  '-d',
];

/** So much sooner than said may Slurm send a signal, in seconds. */
const coarseness = 60;

/** @throws {InputError} naming the field */
export function slurmSettingsOf(given: unknown, where: string): SlurmSettings {
  const settings = read(where, schema, asObject(where, given));
  for (const [i, option] of settings.options.entries()) {
    const name = option.split(/[ =]/)[0];
    if (!ours.includes(name)) continue;
    refuse({
      where: `${where}.options.${i}`,
      got: option,
      expected: `other options: a sweep sets ${ours.join(', ')} itself`,
    });
  }
  refuseTooShort(settings, where);
  return settings;
}

/** @throws {InputError} when a task would be told that its time is up as soon as it begins */
function refuseTooShort({ time, signal }: SlurmSettings, where: string): void {
  // To Slurm 0 is no limit.
  const seconds = time === undefined ? 0 : secondsOf(time);
  if (seconds === 0 || seconds > signal + coarseness) return;
  refuse({
    where: `${where}.time`,
    got: `${time} (${seconds} s), with a signal ${signal} s before the end, which Slurm may send ${coarseness} s sooner`,
    expected: `more than ${signal + coarseness} s`,
    hint: 'a longer time, or a smaller slurm.signal',
  });
}
