import { type DataSet, type LoadOptions, loadData } from '../../data/index.js';
import { InputError, refuse } from '../../errors.js';
import type { Lock } from '../../system/lock.js';
import type { Configuration } from '../configuration.js';
import { beginFolder } from '../files.js';
import { fitting, networkFor } from '../runs/default-network.js';
import { type PreparedSeeds, prepareSeeds } from '../seeds/create.js';
import { epochSize } from '../training/epoch.js';
import { type Manifest, runDirectory, type SweepFolder, writeManifest } from './files.js';
import { type metrics, type Sweep, standardShare } from './sweep.js';
import { parameterWords, type Trial, trialsOf } from './trials.js';

/** How to check and begin a sweep. */
export interface SweepSetup {
  readonly backend?: string | undefined;
  readonly load?: LoadOptions;
  readonly signal?: AbortSignal;
  /** Called before each trial is tried out. */
  readonly onTrial?: (done: number, total: number) => void;
}

/** A trial that has been tried out: not its data, of which there are as many copies as trials. */
type Prepared = Pick<PreparedSeeds, 'write'> & { readonly samples: number };

/** A sweep all of whose trials have been tried out. */
export interface CheckedSweep {
  readonly sweep: Sweep;
  readonly trials: readonly Trial[];
  readonly data: DataSet;
  readonly metric: keyof typeof metrics;
  readonly prepared: readonly Prepared[];
}

/**
 * Checks every trial: its configuration, network, data, and one sample's relaxation. Nothing is written.
 * @param where the file of the sweep
 * @throws {InputError} naming the trial; the reason of `signal`
 */
export async function checkSweep(sweep: Sweep, where: string, setup: SweepSetup = {}): Promise<CheckedSweep> {
  // A wrong name of a field is told before data are fetched.
  const asked = trialsOf(sweep, where);
  const data = await loadData(asked[0].configuration, setup.load);
  const trials = data.validation ? trialsOf(withoutShare(sweep), where) : asked;
  const prepared: Prepared[] = [];
  for (const { index, configuration: stated, parameters } of trials) {
    // Once: whoever has no network of its own would load the data to see what fits.
    const network = stated.network === fitting ? networkFor(data) : stated.network;
    const configuration = { ...stated, network };
    setup.signal?.throwIfAborted();
    setup.onTrial?.(index, trials.length);
    const name = `${where}: trial ${index} (${parameterWords(parameters)})`;
    const sizes = [
      'batchSize' in sweep.configuration,
      ...sweep.parameters.map((one) => one.name === 'batchSize'),
    ];
    const options = { ...setup, networkName: name, fitBatch: !sizes.includes(true) };
    const { write, data: split } = await naming(name, () => prepareSeeds(configuration, options, data));
    prepared.push({ write, samples: samplesOf(configuration, split) });
  }
  return { sweep, trials, data, metric: metricOf(sweep, data, where), prepared };
}

/** Does work; an error about a field of its own says of which trial. */
async function naming<R>(name: string, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InputError) || error.message.startsWith(name)) throw error;
    throw new InputError(`${name}: ${error.message}`);
  }
}

const samplesOf = ({ batchSize, limitTrainBatches }: Configuration, { train }: DataSet) =>
  epochSize(train.count, batchSize, limitTrainBatches).samples;

// Validation samples of a data set's own are judged by as they are.
function withoutShare(sweep: Sweep): Sweep {
  const { validationShare, ...configuration } = sweep.configuration;
  return validationShare === standardShare ? { ...sweep, configuration } : sweep;
}

function metricOf({ metric }: Sweep, data: DataSet, where: string): keyof typeof metrics {
  const classes = 'classes' in data;
  if (metric === 'accuracy' && !classes) {
    const expected = `loss: the targets of ${data.name} are no classes`;
    refuse({ where: `${where}.metric`, got: 'accuracy', expected });
  }
  return metric ?? (classes ? 'accuracy' : 'loss');
}

/**
 * Writes a checked sweep to a new folder, with a complete and untrained run for each trial and seed: so all train what was
 * asked for, wherever and whenever they begin.
 * @returns the sweep, and what keeps others out of its folder
 * @throws {InputError} when there is no such folder to be made; then nothing is written
 */
export function writeSweep(
  checked: CheckedSweep,
  given: unknown,
  directory: string,
): SweepFolder & { readonly lock: Lock } {
  const manifest = manifestOf(checked, given);
  const { trials, prepared, sweep } = checked;
  const lock = beginFolder(directory, (folder) => {
    for (const [i, { configuration }] of trials.entries()) {
      for (const seed of sweep.seeds) {
        prepared[i].write(runDirectory(folder, manifest.trials[i], seed), { ...configuration, seed });
      }
    }
    writeManifest(folder, manifest);
  });
  return { directory, manifest, lock };
}

function manifestOf({ sweep, trials, data, metric, prepared }: CheckedSweep, given: unknown): Manifest {
  return {
    format: 1,
    ...(sweep.title !== undefined && { title: sweep.title }),
    sweep: given,
    data: { name: data.name, checksum: data.checksum, classes: 'classes' in data },
    metric,
    seeds: [...sweep.seeds],
    rungs: sweep.search.rungs.map(({ trials, epochs }) => ({
      trials,
      ...(epochs !== undefined && { epochs }),
    })),
    parameters: Object.fromEntries(sweep.parameters.map(({ name, range }) => [name, range.axis])),
    trials: trials.map(({ folder, parameters, configuration }, i) => ({
      folder,
      parameters: { ...parameters },
      samples: prepared[i].samples,
      epochs: configuration.epochs,
    })),
  };
}
