import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { type DataSource, type LoadOptions, loadData, requireClasses } from '../../data/index.js';
import { refuse } from '../../errors.js';
import type { Network } from '../../network/network.js';
import { parseNetwork } from '../../network/parse.js';
import { LiveSimulator } from '../../sim/events/live/simulator.js';
import type { Lock } from '../../system/lock.js';
import { holdFolder, holds, readJson, readJsonLines, truncateJsonLines } from '../files.js';
import { networkFor } from '../runs/default-network.js';
import { writeJson } from '../runs/first-files.js';
import { beginningOf } from '../runs/first-parameters.js';
import { provenanceOf } from '../runs/provenance.js';
import { readProvenance } from '../runs/read-provenance.js';
import { refuseOtherData } from '../runs/resume-checks.js';
import { Examples } from '../training/examples.js';
import { readStreamCheckpoint } from './checkpoint.js';
import {
  liveOptionsOf,
  type StreamConfiguration,
  streamConfigurationOf,
  streamRule,
} from './configuration.js';
import { claimStream, streamFiles } from './files.js';
import type { StreamRun } from './run.js';
import { ImageStream } from './stream.js';

type StreamNetwork = Required<StreamConfiguration>['network'];

/** A run, and what keeps others out of its folder: release it at the end. */
export interface ReadyStream {
  readonly run: StreamRun & Required<Pick<StreamRun, 'record'>>;
  readonly lock: Lock;
  /** What is to be said of it, a line each. */
  readonly notes: readonly string[];
}

/** Where things come from. */
export interface StreamSources {
  readonly load?: LoadOptions;
  /** What errors call the network. */
  readonly networkName?: string | undefined;
  /** Refuses a network that the rule cannot have. */
  readonly check?: (network: Network) => void;
  /** It goes on from a checkpoint. */
  readonly resumed?: boolean;
}

/** A new run in a new folder; everything is checked before anything is written. @throws {InputError} */
export async function newStream(
  configuration: StreamConfiguration,
  out: string,
  sources: StreamSources,
): Promise<ReadyStream> {
  const { run, notes } = await build(configuration, out, sources);
  return { run, notes, lock: claimStream(out, run.record) };
}

/**
 * Goes on with a run from its last checkpoint: rows of metrics after it are dropped, and come again.
 * @param images show up to this many instead of the configured number
 * @throws {InputError} when the folder is no such run or in use, or its data are not those it began with
 */
export async function resumedStream(
  out: string,
  images: number | undefined,
  sources: StreamSources,
): Promise<ReadyStream> {
  refuseNoStream(out);
  const lock = holdFolder(out);
  try {
    return { run: await reopened(out, images, sources), lock, notes: [] };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function reopened(
  out: string,
  asked: number | undefined,
  sources: StreamSources,
): Promise<ReadyStream['run']> {
  const files = streamFiles(out);
  const stored = streamConfigurationOf(readJson(files.configuration), files.configuration);
  const images = asked ?? stored.images;
  if (images < stored.images) {
    const expected = `at least the ${stored.images} that the run is to have already`;
    refuse({ where: '--images', got: String(images), expected });
  }
  const provenance = readProvenance(files.provenance);
  const configuration = { ...stored, images };
  const name = { networkName: files.configuration };
  const { run } = await build(configuration, out, { ...sources, ...name, resumed: true });
  refuseOtherData(out, provenance.data, run.examples.data);
  const { course, stream, simulator, rows } = readStreamCheckpoint(files.checkpoint);
  const there = readJsonLines(files.metrics).length;
  if (there < rows)
    refuse({ where: files.metrics, got: `${there} rows`, expected: `${rows}, as the checkpoint has it` });
  run.simulator.restore(simulator);
  run.stream.restore(stream);
  truncateJsonLines(files.metrics, (_, i) => i < rows);
  // Where nothing is left to show, it is tested again, and nothing else has changed.
  if (images !== stored.images) writeJson(files.configuration, configuration);
  return { ...run, course, record: { configuration, provenance } };
}

function refuseNoStream(out: string): void {
  const { configuration, checkpoint, metrics } = streamFiles(out);
  const missing = [configuration, metrics, checkpoint].find((path) => !holds(out, basename(path)));
  const expected = 'a directory that stream wrote';
  if (existsSync(configuration)) {
    const { command } = Object(readJson(configuration)) as { readonly command?: unknown };
    if (command !== 'stream')
      refuse({ where: out, got: 'a run of train', expected, hint: `train --resume ${out}` });
  }
  if (missing === undefined) return;
  const hint = missing === checkpoint ? 'a new run: this one ended before its first checkpoint' : undefined;
  refuse({ where: out, got: `no ${basename(missing)}`, expected, hint });
}

async function build(
  configuration: StreamConfiguration,
  out: string,
  { load, networkName, check = () => {}, resumed = false }: StreamSources,
): Promise<Omit<ReadyStream, 'lock'>> {
  const { seed, every, targetDelay, taught, images, logEvery, limitTestSamples, save, way } = configuration;
  const rule = streamRule(configuration, networkName ?? 'stream');
  // A network is checked before anything is fetched.
  const given = configuration.network && parseNetwork(configuration.network, networkName);
  if (given) check(given);
  const data = requireClasses(await loadData(configuration as DataSource, load), 'stream');
  const description = configuration.network ?? networkFor(data);
  const network = given ?? parseNetwork(description);
  if (!given) check(network);
  // Weights of one that goes on come with its checkpoint.
  const weights = resumed ? undefined : configuration.params;
  const { params, notes, parameters } = beginningOf(network, rule, { params: weights, seed });
  const simulator = new LiveSimulator(network, parameters(seed), liveOptionsOf(configuration, rule));
  const examples = new Examples(network, data, networkName);
  const { command, network: _, ...settings } = configuration;
  const asked = { command, network: description as StreamNetwork, ...settings };
  const run = {
    ...{ simulator, rule, examples, images, logEvery, out, saveEvery: save },
    ...(params && { params: { file: params.file, sha256: params.sha256! } }),
    stream: new ImageStream(simulator, examples, { every, targetDelay, taught, seed }),
    testImages: limitTestSamples ?? undefined,
    title: `${data.name} as a stream, ${rule.name}, ${way}`,
    record: {
      configuration: params ? { ...asked, params } : asked,
      provenance: provenanceOf(data, seed, undefined, params),
    },
  };
  return { run, notes };
}
