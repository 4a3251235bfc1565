import { availableParallelism } from 'node:os';
import { refuse } from '../../errors.js';
import type { Configuration } from '../../lab/configuration.js';
import { createProgress } from '../../lab/progress.js';
import { createSeeds } from '../../lab/seeds/create.js';
import { reopenSeeds } from '../../lab/seeds/reopen.js';
import type { SeedRuns } from '../../lab/seeds/seed-run.js';
import { removeSummary, type Summary, summarise } from '../../lab/seeds/summary.js';
import { trainSeeds } from '../../lab/seeds/train.js';
import { checkBackend } from '../backend-options.js';
import { loadingWithProgress } from '../loading.js';
import { say } from '../output.js';
import { pluginWords } from '../plugins/load.js';
import { announce } from './announce.js';
import { concludeMany } from './conclude-many.js';
import { asksForBatch, configurationFrom, defaultDirectory } from './configuration.js';
import type { TrainOptions } from './options.js';
import { refuseOtherOptions } from './resume-options.js';

type Load = ReturnType<typeof loadingWithProgress>['options'];

/** So many runs of one training are more than anyone means. */
const mostSeeds = 10_000;

/** Trains runs that differ in their seed only, several at a time, and tells what came of them. */
export async function trainMany(
  network: string | undefined,
  options: TrainOptions,
  signal: AbortSignal,
): Promise<void> {
  const seeds = await prepare(network, options, signal);
  try {
    concludeMany(await trainAll(seeds, options, signal), options);
  } finally {
    seeds.lock.release();
  }
}

async function trainAll(seeds: SeedRuns, options: TrainOptions, signal: AbortSignal): Promise<Summary> {
  const left = seeds.runs.filter(({ finished }) => !finished);
  if (left.length > 0) removeSummary(seeds.directory);
  const progress = createProgress({
    total: total(seeds, 'total'),
    start: total(seeds, 'samples'),
    unit: 'sample',
    label: seeds.rule,
    quiet: options.quiet || left.length === 0,
  });
  let failures: ReadonlyMap<number, string>;
  try {
    const jobs = jobsFor(left.length, options);
    failures = await trainSeeds(seeds, {
      ...{ program: process.argv[1], jobs, progress, signal },
      words: pluginWords(),
    });
  } finally {
    progress.stop();
  }
  seeds.lock.assertHeld();
  const summary = summarise(seeds, failures);
  // The page is made of what the runs wrote, by what is loaded only then.
  const { reportSeeds } = await import('../../lab/seeds/report.js');
  reportSeeds(seeds);
  return summary;
}

const total = ({ runs }: SeedRuns, key: 'samples' | 'total') => runs.reduce((sum, run) => sum + run[key], 0);

const jobsFor = (runs: number, { jobs = availableParallelism() }: TrainOptions) => Math.min(runs, jobs);

async function prepare(
  network: string | undefined,
  options: TrainOptions,
  signal: AbortSignal,
): Promise<SeedRuns> {
  const loading = loadingWithProgress(signal, options.quiet);
  try {
    return options.resume === undefined
      ? await fresh(network, options, loading.options)
      : await reopened(network, options, options.resume, loading.options);
  } finally {
    loading.stop();
  }
}

async function fresh(network: string | undefined, options: TrainOptions, load: Load): Promise<SeedRuns> {
  checkBackend(options.backend);
  refuseThreads(options);
  const configurations = configurationsFrom(network, options);
  const [first] = configurations;
  const range = `${first.seed}-${configurations[configurations.length - 1].seed}`;
  const seeds = await createSeeds(configurations, options.out ?? defaultDirectory(first, `seeds-${range}`), {
    backend: options.backend,
    load,
    fitBatch: !asksForBatch(options),
    ...(network ? { networkName: network } : {}),
  });
  const where = `with seeds ${range}, ${jobsFor(configurations.length, options)} at a time, in ${seeds.directory}`;
  if (!options.quiet) announce(seeds.provenance, seeds.configuration, where, seeds.notes);
  return seeds;
}

/** @throws {InputError} on threads of processes that have one each, since there are as many of these as cores */
function refuseThreads({ threads, seeds }: TrainOptions): void {
  if (threads === undefined || threads === 1) return;
  refuse({
    where: '--threads',
    got: `${threads} with --seeds ${seeds}`,
    expected: '1: each seed has a process of its own',
    hint: '--jobs for so many at a time',
  });
}

function configurationsFrom(network: string | undefined, options: TrainOptions): Configuration[] {
  const { seeds = 1 } = options;
  if (seeds > mostSeeds) {
    refuse({ where: '--seeds', got: String(seeds), expected: `at most ${mostSeeds} runs` });
  }
  const first = configurationFrom(network, options);
  const last = first.seed + (seeds - 1);
  if (!Number.isSafeInteger(last)) {
    refuse({ where: '--seeds', got: `seeds up to ${last}`, expected: 'whole numbers below 2^53' });
  }
  return Array.from({ length: seeds }, (_, i) => ({ ...first, seed: first.seed + i }));
}

async function reopened(
  network: string | undefined,
  options: TrainOptions,
  directory: string,
  load: Load,
): Promise<SeedRuns> {
  refuseOtherOptions(network, options);
  const { epochs, learningRate } = options;
  const seeds = await reopenSeeds(directory, { load, epochs, learningRate });
  const left = seeds.runs.filter(({ finished }) => !finished).length;
  const { length } = seeds.runs;
  if (learningRate !== undefined && !options.quiet)
    say(`note: learning rate ${learningRate} from where each run is`);
  if (!options.quiet) {
    say(
      left > 0
        ? `going on with ${left} of ${length} runs in ${directory}`
        : `nothing is left to train: all ${length} runs in ${directory} are finished; their results are those of then`,
    );
  }
  return seeds;
}
