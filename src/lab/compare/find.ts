import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { refuse } from '../../errors.js';
import { foldersIn, globbed, hasPattern } from './glob.js';
import { holdsExperiment, readExperiment } from './read-experiment.js';
import { holdsRun, readRun } from './read-run.js';
import type { RunRecord } from './run-record.js';

/** How many folders deep runs are looked for. */
const deepest = 8;

/** Where runs are: a run directory, or the results of an experiment. */
type Place = { readonly run: string } | { readonly experiment: string };

const expected = 'a run directory, a folder or pattern with some, or the results of an experiment';

/**
 * The runs that are meant: run directories, folders of them (of `--seeds`, or any parent), patterns, results of experiments.
 * Each counts once, however often it is named.
 * @throws {InputError} on what is not there or holds no run, and on runs that cannot be read
 */
export function findRuns(asked: readonly string[]): RunRecord[] {
  const places = asked.flatMap(placesOf);
  const once = new Map(places.map((place) => [realpathSync(pathOf(place)), place]));
  return [...once.values()].flatMap((place) =>
    'run' in place ? [readRun(place.run)] : readExperiment(place.experiment),
  );
}

const pathOf = (place: Place): string => ('run' in place ? place.run : place.experiment);

function placesOf(path: string): Place[] {
  if (existsSync(path)) return placesAt(path);
  if (!hasPattern(path))
    refuse({ where: path, got: 'nothing there', expected, hint: 'checking the spelling' });
  const found = globbed(path).filter((one) => statSync(one, { throwIfNoEntry: false })?.isDirectory());
  const places = found.flatMap((folder) => placesIn(folder, deepest));
  if (places.length > 0) return places;
  const got = found.length === 0 ? 'a pattern that no folder fits' : 'a pattern of folders without a run';
  return refuse({ where: path, got, expected });
}

function placesAt(path: string): Place[] {
  if (!statSync(path).isDirectory()) {
    const folder = dirname(path);
    const hint = placesIn(folder, 0).length > 0 ? `its folder, ${folder}` : undefined;
    refuse({ where: path, got: 'a file', expected, hint });
  }
  const places = placesIn(path, deepest);
  if (places.length > 0) return places;
  return refuse({ where: path, got: 'a folder without a run', expected });
}

function placesIn(folder: string, depth: number): Place[] {
  if (holdsRun(folder)) return [{ run: folder }];
  if (holdsExperiment(folder)) return [{ experiment: folder }];
  if (depth === 0) return [];
  return foldersIn(folder).flatMap((one) => placesIn(one, depth - 1));
}
