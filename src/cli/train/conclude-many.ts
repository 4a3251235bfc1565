import { existsSync } from 'node:fs';
import { fail } from '../../errors.js';
import { resumeCommand } from '../../lab/runs/resume-command.js';
import { seedsFiles } from '../../lab/seeds/manifest.js';
import type { Scores, SeedFailure, Summary } from '../../lab/seeds/summary.js';
import { print, say, table } from '../output.js';
import type { TrainOptions } from './options.js';

const names = {
  ...{ accuracy: 'test accuracy', testLoss: 'test loss', trainLoss: 'train loss' },
  ...{ validationAccuracy: 'validation accuracy', validationLoss: 'validation loss' },
  ...{ bestAccuracy: 'test accuracy of the best', bestTestLoss: 'test loss of the best' },
  ...{ averageAccuracy: 'test accuracy of the average', averageTestLoss: 'test loss of the average' },
} as const satisfies Record<keyof Scores, string>;
const scoreNames = Object.keys(names) as (keyof Scores)[];

/** Tells what came of many runs. @throws {RelaxonError} when some did not finish */
export function concludeMany(summary: Summary, { json }: TrainOptions): void {
  print(json, summary, () => [...tableOf(summary), ...meanLine(summary), ...reportLine(summary)]);
  const failed = summary.seeds.filter((outcome) => 'error' in outcome);
  if (failed.length > 0) refuseFailures(summary, failed);
}

function tableOf({ seeds }: Summary): string[] {
  const shown = scoreNames.filter((name) => seeds.some((outcome) => name in outcome));
  const rows = seeds.map((outcome) =>
    'error' in outcome
      ? [outcome.seed, '-', ...shown.map(() => '-')]
      : [outcome.seed, outcome.epochs, ...shown.map((name) => outcome[name]?.toFixed(4) ?? '-')],
  );
  return table([['seed', 'epochs', ...shown.map((name) => names[name])], ...rows]);
}

function meanLine({ seeds, mean, sd }: Summary): string[] {
  if (!mean) return [];
  const parts = scoreNames.flatMap((name) => {
    const spread = sd ? ` ± ${sd[name]?.toFixed(4)}` : '';
    return mean[name] === undefined ? [] : [`${names[name]} ${mean[name].toFixed(4)}${spread}`];
  });
  const finished = seeds.filter((outcome) => !('error' in outcome)).length;
  const what = sd ? `mean ± standard deviation of ${finished} runs` : 'of the one run that finished';
  return [`${parts.join(', ')} (${what})`];
}

function reportLine({ directory }: Summary): string[] {
  const { report } = seedsFiles(directory);
  return existsSync(report) ? [`report ${report}`] : [];
}

function refuseFailures({ directory, seeds }: Summary, failed: readonly SeedFailure[]): never {
  for (const { seed, directory: run, error } of failed) {
    say(`seed ${seed} did not finish: ${error}`);
    say(`  it is in ${run}; to go on with it alone: ${resumeCommand(run)}`);
  }
  const which = failed.map(({ seed }) => seed).join(', ');
  return fail({
    where: directory,
    got: `${failed.length} of ${seeds.length} runs that did not finish (seed ${which})`,
    expected: 'all to finish',
    hint: resumeCommand(directory),
  });
}
