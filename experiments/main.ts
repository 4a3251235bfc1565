import { mkdtempSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { positive } from '../src/cli/arguments.js';
import { exitCode } from '../src/cli/exit.js';
import { RelaxonError } from '../src/errors.js';
import { conduct } from './lib/conduct.js';
import type { Experiment } from './lib/experiment.js';
import { findExperiment } from './lib/find.js';
import { judged } from './lib/report.js';
import { experiments } from './list.js';

interface Options {
  readonly quick?: boolean;
  readonly jobs: number;
  readonly out?: string;
  readonly cache?: string;
  readonly quiet?: boolean;
}

const results = fileURLToPath(new URL('results', import.meta.url));
const kept = fileURLToPath(new URL('../runs/experiments', import.meta.url));

function list(): void {
  for (const { name, question } of experiments) process.stdout.write(`${name}\n    ${question}\n`);
}

async function run(experiment: Experiment, { quick = false, jobs, quiet = false, ...given }: Options) {
  const effort = quick ? 'quick' : 'full';
  const out = given.out ?? (quick ? mkdtempSync(join(tmpdir(), 'relaxon-')) : join(results, experiment.name));
  // A quick run is there to see that everything works: it finds nothing done before.
  const cache = given.cache ?? (quick ? undefined : kept);
  const { checks, holds } = await conduct(experiment, { effort, jobs, out, cache, quiet });
  for (const check of checks) {
    const sign = judged([check], effort).length === 0 ? '-' : check.holds ? 'yes' : 'NO';
    process.stdout.write(`${sign.padEnd(4)}${check.what}: ${check.measured} (expected: ${check.expected})\n`);
  }
  process.stdout.write(`${join(out, 'report.md')}\n`);
  if (!holds) process.exitCode = 1;
}

// What is done is on disk already, and workers end with this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    process.stderr.write('\ninterrupted; the same command goes on after the trainings that are done\n');
    process.exit(130);
  });
}

const program = new Command('npm run experiment --')
  .description('Runs an experiment and writes its report; without a name, lists the experiments.')
  .argument('[name]', 'name, number or beginning')
  .option('--quick', 'a few seconds, to see that it works; results go to a temporary folder')
  .option('--jobs <n>', 'trainings at a time', positive, availableParallelism())
  .option('--out <dir>', 'where results go (default: experiments/results/NAME)')
  .option('--cache <dir>', 'where trainings are kept for the next time (default: runs/experiments)')
  .option('--quiet', 'no progress')
  .exitOverride()
  .action(async (name: string | undefined, options: Options) => {
    if (name === undefined) list();
    else await run(findExperiment(experiments, name), options);
  });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCode(error);
  if (error instanceof RelaxonError) process.stderr.write(`experiment: ${error.message}\n`);
  else if (process.exitCode === 1) throw error;
}
