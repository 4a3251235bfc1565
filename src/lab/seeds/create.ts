import { mkdirSync } from 'node:fs';
import type { DataSet } from '../../data/index.js';
import type { Network } from '../../network/network.js';
import { initialParameters } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import type { Backend } from '../../sim/batched/backend.js';
import { createSimulator } from '../../sim/create.js';
import { requireNodes } from '../../sim/odd-nodes.js';
import { pathwayOf } from '../../sim/pathway.js';
import { requireRated } from '../../sim/rated-parameters.js';
import { type Configuration, configuredRule } from '../configuration.js';
import { beginFolder } from '../files.js';
import { fitted } from '../runs/default-network.js';
import { writeFirstFiles } from '../runs/first-files.js';
import { type Provenance, provenanceOf } from '../runs/provenance.js';
import type { SetupOptions } from '../runs/setup.js';
import { epochSize, refuseLargeBatch } from '../training/epoch.js';
import { Examples } from '../training/examples.js';
import { normalised, preparationOf } from '../training/preparation.js';
import { firstState } from '../training/trainer.js';
import { withValidation } from '../training/validation.js';
import { seedsFiles, writeManifest } from './manifest.js';
import type { SeedRuns } from './seed-run.js';

/** Runs that are written and have yet to begin, and where their numbers will come from. */
export interface CreatedSeeds extends SeedRuns {
  readonly provenance: Provenance;
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
  const { configuration: first, data: load } = await fitted(asked[0], options.load);
  const configurations = asked.map((one) => ({ ...one, network: first.network }));
  const where = options.networkName ?? 'network';
  const pathway = pathwayOf(configuredRule(first));
  const network = parseNetwork(first.network, where);
  requireNodes(where, network, first.rule, first.ruleOptions);
  requireRated(network, first, configuredRule(first));
  const whole = await load();
  const data = withValidation(whole, first);
  const examples = new Examples(network, data, where, preparationOf(first, data));
  // Each seed keeps other samples back, and inputs are normalised by what is left to learn from.
  const normalisationOf = (configuration: Configuration) =>
    configuration.validationShare === undefined || !normalised(configuration)
      ? examples.preparation.normalisation
      : preparationOf(configuration, withValidation(whole, configuration)).normalisation;
  refuseLargeBatch(first, examples);
  const backend = await tryOut(first, network, examples, options.backend);
  const provenance = provenanceOf(data, first.seed, backend);
  const untrained = (configuration: Configuration) => ({
    parameters: initialParameters(network, configuration.seed, pathway),
    state: firstState(configuration),
  });
  const lock = beginFolder(directory, (folder) => {
    for (const configuration of configurations) {
      const { seed } = configuration;
      const run = seedsFiles(folder).run(seed);
      mkdirSync(run);
      const from = { ...provenance, seed };
      writeFirstFiles(run, configuration, from, untrained(configuration), normalisationOf(configuration));
    }
    const { rule, epochs, data: source, dataOptions } = first;
    const seeds = configurations.map(({ seed }) => seed);
    const from = { data: source, ...(dataOptions && { dataOptions }), checksum: data.checksum };
    writeManifest(folder, { rule, ...from, epochs, seeds });
  });
  const runs = untrainedRuns(configurations, directory, data);
  return { directory, rule: first.rule, provenance, runs, lock };
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
  { engine, relaxation, seed, ...choices }: Configuration,
  network: Network,
  examples: Examples,
  asked: string | undefined,
): Promise<Backend | undefined> {
  if (engine === 'events') return undefined;
  const rule = configuredRule(choices);
  const parameters = initialParameters(network, seed, pathwayOf(rule));
  const { simulator, backend } = await createSimulator(engine, network, parameters, { backend: asked });
  if (rule.kind === 'relaxation') await simulator.relax(examples.first(1), { rule, relaxation });
  simulator.dispose();
  return backend;
}
