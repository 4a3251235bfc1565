import { join } from 'node:path';
import { fail } from '../../errors.js';
import { bestSoFar } from '../../lab/sweeps/best.js';
import { openSweep } from '../../lab/sweeps/files.js';
import { resultsOf } from '../../lab/sweeps/results.js';
import { isComplete, standingOf } from '../../lab/sweeps/standing.js';
import { momentsWords } from '../../lab/sweeps/summary-words.js';
import { valueWords } from '../../lab/sweeps/trials.js';
import { print, table } from '../output.js';

/** Tells which trial is the best by validation. @throws {RelaxonError} while there is none */
export function sweepBest(directory: string, { json }: { readonly json?: boolean }): void {
  const folder = openSweep(directory);
  const { trials, seeds } = folder.manifest;
  const standing = standingOf(folder);
  const complete = isComplete(folder, standing);
  const results = resultsOf(folder);
  const trial = complete ? results.best?.trial : bestSoFar(folder, standing)?.trial;
  if (trial === undefined) {
    const got = complete
      ? 'no trial all of whose runs converge'
      : 'no trial all of whose runs have results yet';
    fail({
      where: directory,
      got,
      expected: 'at least one',
      hint: `relaxon sweep status ${directory}`,
    });
  }
  const { parameters, scores, epochs } = results.trials[trial];
  const test = results.best?.test ?? null;
  const of = results.trials.filter(({ rank }) => rank !== null).length;
  const place = join(directory, trials[trial].folder);
  const value = {
    directory: place,
    complete,
    trial,
    of,
    parameters,
    epochs,
    seeds,
    scores,
    test,
    testSet: results.testSet,
  };
  print(json, value, () => [
    `trial ${trial}, the best by ${results.chosenBy} of ${of}${complete ? '' : ' that have results so far'}:`,
    ...table(Object.entries(parameters).map(([name, set]) => [`  ${name}`, valueWords(set)])),
    ...[...Object.entries(scores), ...Object.entries(test ?? {})].map(
      ([key, moments]) => `${key.replace('/', ' ')} ${momentsWords(moments)}`,
    ),
    `after ${epochs} epochs, with ${seeds.length} seed${seeds.length > 1 ? 's' : ''}; test set ${results.testSet}`,
    `its runs: ${place}`,
  ]);
}
