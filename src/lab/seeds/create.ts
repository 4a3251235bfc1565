import { mkdirSync } from 'node:fs';
import type { DataSet } from '../../data/index.js';
import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import type { Parameters } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import type { Backend } from '../../sim/batched/backend.js';
import { requirePlaces } from '../../sim/choice-places.js';
import { createSimulator } from '../../sim/create.js';
import { requireNodes } from '../../sim/odd-nodes.js';
import { requireRated } from '../../sim/rated-parameters.js';
import { type Configuration, configuredRule } from '../configuration.js';
import { beginFolder } from '../files.js';
import { fitted } from '../runs/default-network.js';
import { writeFirstFiles } from '../runs/first-files.js';
import { beginningOf } from '../runs/first-parameters.js';
import { type Provenance, provenanceOf } from '../runs/provenance.js';
import type { SetupOptions } from '../runs/setup.js';
import { epochSize, refuseLargeBatch, withFittingBatch } from '../training/epoch.js';
import { Examples } from '../training/examples.js';
import { judgingOf } from '../training/judging.js';
import { RatesInTime } from '../training/learning-rate.js';
import { normalised, preparationOf } from '../training/preparation.js';
import { firstState } from '../training/trainer-state.js';
import { withValidation } from '../training/validation.js';
import { seedsFiles, writeManifest } from './manifest.js';
import type { SeedRuns } from './seed-run.js';

/** Runs that are written and have yet to begin, and where their numbers will come from. */
export interface CreatedSeeds extends SeedRuns {
  readonly provenance: Provenance;
  /** What is to be said of the weights that they were given, if they were. */
  readonly notes: readonly string[];
  /** That of the first run. */
  readonly configuration: Configuration;
}

/**
 * Prepares a run for each configuration, which differ in nothing but the seed, in folders of their own in a new
 * one. Each is complete from the start, untrained: so all train what was asked for, even one that begins when the
 * network's file has changed, and going on never finds one that has not begun.
 * @throws {InputError} as newRun; then nothing is written
 */
export async function createSeeds(
  asked: readonly Configuration[],
  directory: string,
  options: SetupOptions = {},
): Promise<CreatedSeeds> {
  const { data, provenance, notes, told, write } = await prepareSeeds(asked[0], options);
  const configurations = asked.map((one) => ({ ...one, ...told }));
  const [first] = configurations;
  const lock = beginFolder(directory, (folder) => {
    for (const configuration of configurations)
      write(seedsFiles(folder).run(configuration.seed), configuration);
    const { rule, epochs, data: source, dataOptions } = first;
    const seeds = configurations.map(({ seed }) => seed);
    const from = { data: source, ...(dataOptions && { dataOptions }), checksum: data.checksum };
    writeManifest(folder, { rule, ...from, epochs, seeds });
  });
  const runs = untrainedRuns(configurations, directory, data);
  return { directory, rule: first.rule, provenance, configuration: first, runs, lock, notes };
}

/** Runs that have been checked and differ in nothing but the seed. */
export interface PreparedSeeds {
  /** As the first one sees them. */
  readonly data: DataSet;
  readonly provenance: Provenance;
  /** What there is to say of the weights that they begin with. */
  readonly notes: readonly string[];
  /** What was found out for all of them: the network that fits the data, weights with their hash. */
  readonly told: Partial<Configuration>;
  /** Writes the run of one of them, untrained, in a new folder. */
  readonly write: (directory: string, configuration: Configuration) => void;
}

/**
 * Checks a configuration with its network and data, and tries it out.
 * @param loaded its data, where they have been loaded
 * @throws {InputError} as newRun
 */
export async function prepareSeeds(
  asked: Configuration,
  options: SetupOptions = {},
  loaded?: DataSet,
): Promise<PreparedSeeds> {
  const { configuration: stated, data: load } = await fitted(asked, options.load);
  const where = options.networkName ?? 'network';
  const network = parseNetwork(stated.network, where);
  const { params, notes, parameters } = beginningOf(network, configuredRule(stated), stated);
  const known = { network: stated.network, ...(params && { params }) };
  const begun = { ...asked, ...known };
  requireNodes(where, network, begun.rule, begun.ruleOptions);
  const rule = configuredRule(begun);
  requirePlaces(layOut(network), rule);
  requireRated(network, begun, rule);
  const whole = loaded ?? (await load());
  const data = withValidation(whole, begun);
  const batch = options.fitBatch ? withFittingBatch(begun, data) : { configuration: begun, notes: [] };
  const { configuration: first } = batch;
  const told = { ...known, batchSize: first.batchSize };
  const examples = new Examples(network, data, where, preparationOf(first, data));
  // Each seed keeps other samples back, and inputs are normalised by what is left to learn from.
  const { normalisation } = examples.preparation;
  const normalisationOf = (configuration: Configuration) =>
    configuration.validationShare === undefined || !normalised(configuration)
      ? normalisation
      : preparationOf(configuration, withValidation(whole, configuration)).normalisation;
  refuseLargeBatch(first, examples);
  refuseUnmeant(first, data);
  const backend = await tryOut(first, parameters(first.seed), network, examples, options.backend);
  const provenance = provenanceOf(data, first.seed, backend, params);
  const untrained = (configuration: Configuration) => ({
    parameters: parameters(configuration.seed),
    state: firstState(configuration),
  });
  const write = (run: string, one: Configuration) => {
    const configuration = { ...one, ...told };
    mkdirSync(run, { recursive: true });
    const from = { ...provenance, seed: configuration.seed };
    writeFirstFiles(run, configuration, from, untrained(configuration), normalisationOf(configuration));
  };
  return { data, provenance, notes: [...notes, ...batch.notes], told, write };
}

// What a trainer of each would refuse.
function refuseUnmeant(first: Configuration, data: DataSet): void {
  judgingOf(first, data);
  new RatesInTime(first, epochSize(data.train.count, first.batchSize, first.limitTrainBatches).batches);
}

function untrainedRuns(configurations: readonly Configuration[], directory: string, data: DataSet) {
  return configurations.map(({ seed, epochs, batchSize, limitTrainBatches }) => ({
    seed,
    directory: seedsFiles(directory).run(seed),
    samples: 0,
    total: epochs * epochSize(data.train.count, batchSize, limitTrainBatches).samples,
    finished: false,
  }));
}

// What each run would refuse at its first minibatch is refused once, here. The event engine has no more to refuse,
// and building it takes long.
async function tryOut(
  { engine, relaxation, ...choices }: Configuration,
  parameters: Parameters,
  network: Network,
  examples: Examples,
  asked: string | undefined,
): Promise<Backend | undefined> {
  if (engine === 'events') return undefined;
  const rule = configuredRule(choices);
  const { simulator, backend } = await createSimulator(engine, network, parameters, { backend: asked });
  if (rule.kind === 'relaxation') await simulator.relax(examples.first(1), { rule, relaxation });
  simulator.dispose();
  return backend;
}
