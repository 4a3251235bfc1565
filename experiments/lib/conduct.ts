import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../src/lab/files.js';
import { Cache } from './cache.js';
import type { Check, Context, Effort, Experiment, Findings } from './experiment.js';
import { type Provenance, provenanceOf } from './provenance.js';
import { judged, reportOf } from './report.js';
import { study } from './study.js';
import type { Trained } from './trainings.js';

/** How an experiment is conducted. */
export interface ConductOptions {
  readonly effort: Effort;
  /** Trainings at a time. */
  readonly jobs: number;
  /** Where results go. */
  readonly out: string;
  /** Where trainings are kept for the next time; nowhere if not given. */
  readonly cache?: string | undefined;
  readonly quiet?: boolean;
}

/** How it came out. */
export interface Conducted {
  readonly checks: readonly Check[];
  /** Whether all checks hold that can be judged. */
  readonly holds: boolean;
}

/** Runs an experiment and writes `data.json`, figures and `report.md`. */
export async function conduct(experiment: Experiment, options: ConductOptions): Promise<Conducted> {
  const { effort, jobs, out, quiet } = options;
  const began = performance.now();
  const trained: Trained[] = [];
  const cache = new Cache(options.cache);
  const context: Context = {
    effort,
    async train(conditions, seeds) {
      const trainings = await study(conditions, seeds, { jobs, cache, quiet });
      trained.push(...trainings.all);
      return trainings;
    },
    note: (line) => void (quiet || process.stderr.write(`${line}\n`)),
  };
  try {
    const findings = await experiment.run(context);
    const provenance = provenanceOf(trained, (performance.now() - began) / 1000);
    write(out, experiment, effort, { findings, trained, provenance });
    const { checks } = findings;
    return { checks, holds: judged(checks, effort).every(({ holds }) => holds) };
  } finally {
    cache.close();
  }
}

interface Results {
  readonly findings: Findings;
  readonly trained: readonly Trained[];
  readonly provenance: Provenance;
}

function write(
  out: string,
  experiment: Experiment,
  effort: Effort,
  { findings, trained, provenance }: Results,
): void {
  mkdirSync(out, { recursive: true });
  const { name, question, settings } = experiment;
  const { checks, tables, data = null } = findings;
  const runs = trained.map(({ seconds, backend, ...training }) => training);
  const all = { name, question, effort, settings: settings[effort], checks, tables, data, runs, provenance };
  writeFileAtomic(join(out, 'data.json'), `${JSON.stringify(all, null, 1)}\n`);
  for (const { name: file, svg } of findings.figures) writeFileAtomic(join(out, `${file}.svg`), svg);
  writeFileAtomic(join(out, 'report.md'), reportOf(experiment, effort, findings, provenance));
}
