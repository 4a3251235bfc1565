import { lstatSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { dataOptionsSchema } from '../../data/index.js';
import { refuse } from '../../errors.js';
import { readValue } from '../../schema.js';
import { holds, readJson } from '../files.js';
import { writeJson } from '../runs/first-files.js';

const count = z.int('a whole number of at least 1').min(1, 'a whole number of at least 1');
const schema = z.strictObject({
  rule: z.string('a rule'),
  data: z.string('a data set'),
  dataOptions: dataOptionsSchema.optional(),
  checksum: z.string('the checksum of the data that the runs began with'),
  epochs: count,
  /** Of runs that were gone on with at another rate: that. */
  learningRate: z.number('a number above 0').positive('a number above 0').optional(),
  seeds: z.array(z.int('a whole number')).min(1, 'at least one seed'),
});

/** What the runs of a folder have in common, and their seeds: all the rest is in the folder of each run. */
export type SeedsManifest = z.infer<typeof schema>;

/** The files of a folder that holds runs with many seeds. */
export function seedsFiles(directory: string) {
  return {
    manifest: join(directory, 'seeds.json'),
    summary: join(directory, 'summary.json'),
    /** Curves of all runs, with means and bands. */
    report: join(directory, 'report.html'),
    /** The run directory of a seed. */
    run: (seed: number) => join(directory, `seed-${seed}`),
  } as const;
}

/** Whether a folder holds runs with many seeds, rather than one run. */
export function holdsSeeds(directory: string): boolean {
  return holds(directory, basename(seedsFiles(directory).manifest));
}

/** @throws {InputError} when it cannot be read */
export function readManifest(directory: string): SeedsManifest {
  const { manifest } = seedsFiles(directory);
  return readValue(manifest, schema, readJson(manifest));
}

/** Writes it, atomically. */
export function writeManifest(directory: string, manifest: SeedsManifest): void {
  writeJson(seedsFiles(directory).manifest, manifest);
}

/** @throws {InputError} on a run that is a link: what is elsewhere is not this folder's to write to */
export function refuseLinks(directory: string, { seeds }: SeedsManifest): void {
  for (const seed of seeds) {
    const path = seedsFiles(directory).run(seed);
    if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) continue;
    refuse({
      where: path,
      got: 'a link',
      expected: 'a run directory',
      hint: 'going on with the run where it lies',
    });
  }
}
