import { type LoadOptions, loadData } from '../../data/index.js';
import { layOut } from '../../network/layout.js';
import { parseNetwork } from '../../network/parse.js';
import { requirePlaces } from '../../sim/choice-places.js';
import { createSimulator } from '../../sim/create.js';
import { refuseCurved } from '../../sim/meaning.js';
import { requireNodes } from '../../sim/odd-nodes.js';
import { requireRated } from '../../sim/rated-parameters.js';
import type { AnySimulator, Simulator } from '../../sim/simulator.js';
import type { Lock } from '../../system/lock.js';
import { type Configuration, configurationOf, configuredRule } from '../configuration.js';
import { beginFolder, holdFolder, readJson } from '../files.js';
import { refuseLargeBatch, withFittingBatch } from '../training/epoch.js';
import { Examples } from '../training/examples.js';
import { preparationOf } from '../training/preparation.js';
import { Trainer } from '../training/trainer.js';
import { withValidation } from '../training/validation.js';
import { type Changes, recordedChange, refuseIdleChange, withLearningRateFrom } from './changes.js';
import { optimiserStateOf, readCheckpoint } from './checkpoint.js';
import { fitted } from './default-network.js';
import { dropAfter } from './drop-after.js';
import { runFiles } from './files.js';
import { writeFirstFiles, writeJson } from './first-files.js';
import { beginningOf } from './first-parameters.js';
import { readNormalisation } from './normalisation-file.js';
import { goneOn, type Provenance, provenanceOf } from './provenance.js';
import { readProvenance } from './read-provenance.js';
import { raisedEpochs, refuseNoRun, refuseOtherData, refuseOtherSettings } from './resume-checks.js';

/** A run that is ready to go, or to go on. */
export interface Run<S extends AnySimulator = AnySimulator> {
  readonly directory: string;
  readonly configuration: Configuration;
  readonly provenance: Provenance;
  readonly simulator: S;
  readonly examples: Examples;
  readonly trainer: Trainer;
  /** What is to be said of the weights that it was given, if it was. */
  readonly notes?: readonly string[];
  /** Keeps other processes out of the directory; `train` releases it at its end. */
  readonly lock: Lock;
}

/** What a new run needs beside its configuration. */
export interface SetupOptions {
  readonly backend?: string | undefined;
  readonly threads?: number | undefined;
  readonly load?: LoadOptions;
  /** The size of minibatches was left to us: it is lowered to what there is to learn from. */
  readonly fitBatch?: boolean;
  /** What errors call the network: its file. */
  readonly networkName?: string;
}

/**
 * Prepares a new run in a new directory. Everything is checked before anything is written.
 * @throws {InputError} on a bad network, data that are missing or do not fit, or a directory that is there
 */
export function newRun(
  asked: Configuration,
  directory: string,
  options?: SetupOptions & { readonly backend?: undefined },
): Promise<Run<Simulator>>;
export function newRun(asked: Configuration, directory: string, options?: SetupOptions): Promise<Run>;
export async function newRun(
  asked: Configuration,
  directory: string,
  options: SetupOptions = {},
): Promise<Run> {
  const where = options.networkName ?? 'network';
  const { configuration: stated, data: load } = await fitted(configurationOf(asked), options.load);
  const network = parseNetwork(stated.network, where);
  const { params, notes, parameters: given } = beginningOf(network, configuredRule(stated), stated);
  const begun = params ? { ...stated, params } : stated;
  requireNodes(where, network, begun.rule, begun.ruleOptions);
  const rule = configuredRule(begun);
  requireRated(network, begun, rule);
  requirePlaces(layOut(network), rule);
  if (rule.kind === 'relaxation') refuseCurved(layOut(network), rule, begun.relaxation, where);
  const data = withValidation(await load(), begun);
  const batch = options.fitBatch ? withFittingBatch(begun, data) : { configuration: begun, notes: [] };
  const { configuration } = batch;
  const examples = new Examples(network, data, where, preparationOf(configuration, data));
  refuseLargeBatch(configuration, examples);
  const parameters = given(configuration.seed);
  const { simulator, backend } = await createSimulator(configuration.engine, network, parameters, {
    backend: options.backend,
    threads: options.threads,
    grain: configuration.grain,
  });
  const trainer = new Trainer(simulator, examples, configuration);
  const provenance = provenanceOf(data, configuration.seed, backend, params);
  const untrained = {
    parameters: await simulator.parameters(),
    state: trainer.state(),
    states: trainer.states,
  };
  const { normalisation } = examples.preparation;
  const begin = (folder: string) =>
    writeFirstFiles(folder, configuration, provenance, untrained, normalisation);
  const lock = beginFolder(directory, begin);
  return {
    directory,
    configuration,
    provenance,
    simulator,
    examples,
    trainer,
    lock,
    notes: [...notes, ...batch.notes],
  };
}

/**
 * Prepares to go on with a run from its last checkpoint: rows of metrics after it are dropped, and come again.
 * @param options what is to be otherwise from now on
 * @throws {InputError} when the directory is no run or in use, or its data are not those it began with
 */
export async function resumedRun(
  directory: string,
  options: Pick<SetupOptions, 'load'> & Changes = {},
): Promise<Run> {
  refuseNoRun(directory);
  const lock = holdFolder(directory);
  try {
    return await reopen(directory, lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function reopen(
  directory: string,
  lock: Lock,
  { load, epochs, learningRate }: Parameters<typeof resumedRun>[1] = {},
): Promise<Run> {
  const files = runFiles(directory);
  const stored = readConfiguration(directory);
  const longer = { ...stored, epochs: raisedEpochs(epochs, stored.epochs) };
  const network = parseNetwork(stored.network, files.configuration);
  const began = readProvenance(files.provenance);
  const data = withValidation(await loadData(stored, load), stored);
  refuseOtherData(directory, began.data, data);
  const kept = readNormalisation(directory, stored);
  const examples = new Examples(network, data, 'network', preparationOf(stored, data, kept));
  const { parameters, traces, state, rows, states, average } = readCheckpoint(files.checkpoint, network);
  const configuration = withLearningRateFrom(longer, learningRate, state.step);
  const { simulator, backend } = await createSimulator(stored.engine, network, parameters, {
    backendBefore: began.backend?.name,
    threads: began.backend?.native?.threads,
    grain: stored.grain,
  });
  const trainer = new Trainer(simulator, examples, configuration, state, states, average);
  refuseOtherSettings(directory, configuration, state, trainer.batchesPerEpoch);
  simulator.setOptimiserState(optimiserStateOf({ state, traces }));
  const change = recordedChange(longer, configuration, state.step);
  if (change) refuseIdleChange(change, trainer.done);
  dropAfter(directory, rows, trainer);
  const recorded = change ? { ...began, changes: [...(began.changes ?? []), change] } : began;
  if (change) writeJson(files.provenance, recorded);
  if (change || configuration.epochs !== stored.epochs) writeJson(files.configuration, configuration);
  const provenance = goneOn(recorded, backend);
  return { directory, configuration, provenance, simulator, examples, trainer, lock };
}

/** The configuration that stands in a run directory. @throws {InputError} when it cannot be read */
export function readConfiguration(directory: string): Configuration {
  const path = runFiles(directory).configuration;
  return configurationOf(readJson(path), path);
}
