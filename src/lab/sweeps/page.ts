import { parallel } from '../plots/parallel.js';
import { type ScatterPoint, scatter } from '../plots/scatter.js';
import { report, type Section, type Setting } from '../report/index.js';
import { runFiles } from '../runs/files.js';
import { readProvenance } from '../runs/read-provenance.js';
import { readConfiguration } from '../runs/setup.js';
import { configurationTable, provenanceTable } from '../runs/tables.js';
import { runDirectory, type SweepFolder } from './files.js';
import type { SweepResults, TrialResult } from './results.js';
import { summaryWords } from './summary-words.js';
import { trialRows } from './trial-rows.js';
import { valueWords } from './trials.js';

/** Trials in a table of a page; all are in the files beside it. */
const mostRows = 200;

/** A page of a sweep: what was found, each parameter against the score, all of them together, and the trials. */
export function sweepPage(folder: SweepFolder, results: SweepResults): string {
  const { manifest, directory } = folder;
  const first = runDirectory(directory, manifest.trials[0], manifest.seeds[0]);
  const configuration = Object.entries(configurationTable(readConfiguration(first)));
  const names = Object.keys(manifest.parameters).map((name) => name.split('.').at(-1));
  const shared = configuration.filter(([name]) => name !== 'seed' && !names.includes(name));
  return report({
    title:
      results.title ?? `Sweep of ${Object.keys(manifest.parameters).join(', ')} on ${manifest.data.name}`,
    summary: summaryWords(results),
    runs: [],
    sections: [together(folder, results), apart(folder, results), trialsTable(folder, results)],
    configuration: Object.fromEntries(shared) as Record<string, Setting>,
    provenance: provenanceTable(readProvenance(runFiles(first).provenance)),
  });
}

const unit = (metric: string) => (metric === 'accuracy' ? 'validation accuracy' : 'validation loss');

function together({ manifest }: SweepFolder, { trials, best }: SweepResults): Section {
  const { metric } = manifest;
  const scored = trials.filter(({ scores }) => `validation/${metric}` in scores);
  const parameters = Object.entries(manifest.parameters).map(([name, scale]) => ({
    label: name,
    scale,
    names: namesOf(scored, name),
  }));
  const lines = scored.map(({ trial, parameters: values, scores }) => ({
    values: [
      ...Object.entries(manifest.parameters).map(([name, scale]) => placed(values[name], scale)),
      scores[`validation/${metric}`].mean,
    ],
    marked: trial === best?.trial,
  }));
  const axes = [...parameters, { label: unit(metric), scale: 'linear' as const }];
  const title = 'All parameters together';
  return {
    title,
    figures: [
      parallel({
        title,
        axes,
        lines,
        mark: 'the best',
        caption: 'A line for each trial; darker: a larger score.',
      }),
    ],
  };
}

function apart({ manifest }: SweepFolder, { trials, best }: SweepResults): Section {
  const { metric } = manifest;
  const key = `validation/${metric}`;
  const charts = Object.entries(manifest.parameters).map(([name, xScale]) => {
    const there = trials.filter(({ parameters, scores }) => parameters[name] !== undefined && key in scores);
    const points = there.map(
      ({ trial, parameters, scores }): ScatterPoint => ({
        x: placed(parameters[name], xScale)!,
        y: scores[key].mean,
        marked: trial === best?.trial,
      }),
    );
    const names = namesOf(there, name);
    return scatter({
      title: name,
      points,
      x: name,
      y: `${unit(metric)}, mean over seeds`,
      xScale,
      names,
      mark: 'the best',
    });
  });
  return { title: 'Each parameter', figures: charts };
}

function trialsTable({ manifest }: SweepFolder, results: SweepResults): Section {
  const { columns, rows, left } = trialRows(manifest, results, mostRows);
  const more = left > 0 ? ` The ${mostRows} best of ${results.trials.length}; all are in trials.csv.` : '';
  return { title: 'Trials', text: `The test set was ${results.testSet}.${more}`, table: { columns, rows } };
}

function placed(value: unknown, scale: string): number | string | undefined {
  if (value === undefined) return undefined;
  return scale !== 'names' && typeof value === 'number' ? value : valueWords(value);
}

const namesOf = (trials: readonly TrialResult[], name: string): string[] => [
  ...new Set(
    trials.flatMap(({ parameters }) =>
      parameters[name] === undefined ? [] : [valueWords(parameters[name])],
    ),
  ),
];
