import { mkdirSync } from 'node:fs';
import { type DataSet, loadDataSet } from '../../data/index.js';
import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { initialParameters } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import type { Backend } from '../../sim/batched/backend.js';
import { createSimulator } from '../../sim/create.js';
import { requirePlaces } from '../../sim/node-choice.js';
import { requireNodes } from '../../sim/odd-nodes.js';
import { pathwayOf } from '../../sim/pathway.js';
import { requireRatedNodes } from '../../sim/rates.js';
import { type Configuration, configuredRule } from '../configuration.js';
import { beginFolder } from '../files.js';
import { writeFirstFiles } from '../runs/first-files.js';
import { type Provenance, provenanceOf } from '../runs/provenance.js';
import type { SetupOptions } from '../runs/setup.js';
import { epochSize, refuseLargeBatch } from '../training/epoch.js';
import { Examples } from '../training/examples.js';
import { preparationOf } from '../training/preparation.js';
import { firstState } from '../training/trainer.js';
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
  configurations: readonly Configuration[],
  directory: string,
  options: SetupOptions = {},
): Promise<CreatedSeeds> {
  const [first] = configurations;
  const where = options.networkName ?? 'network';
  const rule = configuredRule(first);
  const pathway = pathwayOf(rule);
  const network = parseNetwork(first.network, where);
  requireNodes(where, network, first.rule, first.ruleOptions);
  requirePlaces(layOut(network), rule);
  requireRatedNodes(network, first);
  const data = await loadDataSet(first.data, options.load);
  const examples = new Examples(network, data, where, preparationOf(first, data));
  const { normalisation } = examples.preparation;
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
      writeFirstFiles(run, configuration, { ...provenance, seed }, untrained(configuration), normalisation);
    }
    const { epochs } = first;
    const seeds = configurations.map(({ seed }) => seed);
    writeManifest(folder, { rule: first.rule, data: data.name, checksum: data.checksum, epochs, seeds });
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
