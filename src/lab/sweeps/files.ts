import { basename, join } from 'node:path';
import { z } from 'zod';
import { refuse } from '../../errors.js';
import { readValue } from '../../schema.js';
import { holds, readJson } from '../files.js';
import { runFiles } from '../runs/files.js';
import { writeJson } from '../runs/first-files.js';

const count = z.int('a whole number of at least 1').min(1, 'a whole number of at least 1');
const text = z.string('a text');
const trial = z.strictObject({
  folder: text.regex(/^trials\/\d+-[\da-f]{8}$/, 'a folder in trials'),
  parameters: z.record(z.string(), z.unknown()),
  /** Training samples of an epoch, with the first seed. */
  samples: count,
  epochs: count,
});
const schema = z
  .strictObject({
    format: z.literal(1),
    title: text.optional(),
    /** The sweep as it was given. */
    sweep: z.unknown(),
    data: z.strictObject({ name: text, checksum: text, classes: z.boolean() }),
    metric: z.enum(['accuracy', 'loss']),
    seeds: z.array(z.int()).min(1),
    rungs: z.array(z.strictObject({ trials: count, epochs: count.optional() })).min(1),
    /** How a plot shows each parameter. */
    parameters: z.record(z.string(), z.enum(['linear', 'log', 'names'])),
    trials: z.array(trial).min(1),
  })
  .refine(({ rungs, trials }) => rungs[0].trials === trials.length, 'as many trials as the first rung has');

/** All that is to be done in a folder; what came of it is in the folders of the runs, and nowhere else. */
export type Manifest = z.infer<typeof schema>;

/** A sweep in its folder. */
export interface SweepFolder {
  readonly directory: string;
  readonly manifest: Manifest;
}

/** The files of a sweep's folder. */
export function sweepFiles(directory: string) {
  return {
    manifest: join(directory, 'sweep.json'),
    /** A row a trial; the same for the same sweep, to the byte, whatever happened on the way. */
    table: join(directory, 'trials.csv'),
    /** A row a run, likewise. */
    runs: join(directory, 'runs.csv'),
    /** Both, and which is best, likewise. */
    results: join(directory, 'results.json'),
    report: join(directory, 'report.html'),
    /** Job script, and what tasks said. */
    slurm: join(directory, 'slurm'),
  } as const;
}

/** The run directory of a trial with a seed. */
export const runDirectory = (
  directory: string,
  { folder }: Manifest['trials'][number],
  seed: number,
): string => join(directory, folder, `seed-${seed}`);

/** @throws {InputError} when the folder holds no sweep, or one that cannot be read */
export function openSweep(directory: string): SweepFolder {
  const { manifest } = sweepFiles(directory);
  if (!holds(directory, basename(manifest))) {
    refuse({
      where: directory,
      got: 'no sweep',
      expected: 'a folder that relaxon sweep wrote',
      hint: 'relaxon sweep SWEEP.json to begin one',
    });
  }
  return { directory, manifest: readValue(manifest, schema, readJson(manifest)) };
}

/** The configuration of the first run of a sweep. @throws {InputError} as openSweep */
export function firstConfiguration(directory: string): string {
  const { trials, seeds } = openSweep(directory).manifest;
  return runFiles(runDirectory(directory, trials[0], seeds[0])).configuration;
}

/** Writes it, atomically. */
export function writeManifest(directory: string, manifest: Manifest): void {
  writeJson(sweepFiles(directory).manifest, manifest);
}
