import { Command } from 'commander';
import { findParent } from '../../lab/seeds/parent.js';
import { natural, positive } from '../arguments.js';
import { interruptible, interruptibleBy } from '../interrupt.js';
import type { BeginOptions, ResumeOptions } from '../sweep/options.js';

/** `relaxon sweep`: many trainings, to find the best parameters; each way loads what it needs. */
export function sweepCommand(): Command {
  const sweep = new Command('sweep')
    .description(
      'Search the parameters of a training: grid, zip, random, sobol, halton or successive halving, as SWEEP.json says\n' +
        '(docs/sweeps.md). The best trial is chosen by validation samples; it alone is then tried on the test set.',
    )
    .argument('<sweep>', 'what to search, SWEEP.json')
    .option('--out <dir>', 'folder of the sweep; must not exist (default: sweeps/DATA-DATE)')
    .option('--jobs <n>', 'so many runs at a time (default: one per core)', positive)
    .option('--dry-run', 'check and list all trials, and write nothing')
    .option('--slurm', 'submit an array job to Slurm, and return at once')
    .option('--backend <name>', 'of the batched engine, as for train')
    .option('--json', 'print the result as one JSON object')
    .option('--quiet', 'no progress')
    .enablePositionalOptions()
    .action((file: string, options: BeginOptions) =>
      interruptible(async (signal) => (await import('../sweep/begin.js')).beginSweep(file, options, signal)),
    );
  below(sweep, 'resume', 'go on with all that has no result yet')
    .option('--jobs <n>', 'so many runs at a time (default: one per core)', positive)
    .option('--slurm', 'submit what is left to Slurm, and return at once')
    .option('--json', 'print the result as one JSON object')
    .option('--quiet', 'no progress')
    .action((directory: string, options: ResumeOptions) =>
      interruptible(async (signal) =>
        (await import('../sweep/resume.js')).resumeSweep(directory, options, signal),
      ),
    );
  below(sweep, 'status', 'where each run is; it may go on meanwhile')
    .option('--json', 'print as one JSON object')
    .action(async (directory: string, options) =>
      (await import('../sweep/status.js')).sweepStatus(directory, options),
    );
  below(sweep, 'best', 'the best trial by validation, so far or at the end')
    .option('--json', 'print as one JSON object')
    .action(async (directory: string, options) =>
      (await import('../sweep/best.js')).sweepBest(directory, options),
    );
  sweep
    .command('task', { hidden: true })
    .description('do one task of a sweep: what array jobs and processes of a sweep run')
    .argument('<dir>', 'folder of the sweep')
    .argument('<n>', 'number of the task', natural)
    .action(taskAction);
  for (const command of sweep.commands) command.exitOverride();
  return sweep;
}

const below = (sweep: Command, name: string, description: string): Command =>
  sweep.command(name).description(description).argument('<dir>', 'folder that relaxon sweep wrote');

async function taskAction(directory: string, number: number): Promise<void> {
  const parent = findParent();
  if (parent) {
    await interruptibleBy(parent, async (signal) =>
      (await import('../sweep/task.js')).taskOfParent(directory, number, parent, signal),
    );
  } else {
    await interruptible(async (signal) =>
      (await import('../sweep/task.js')).taskAlone(directory, number, signal),
    );
  }
}
