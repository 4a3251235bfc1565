import { existsSync } from 'node:fs';
import type { DataOptions } from '../../data/index.js';
import { refuse } from '../../errors.js';
import { parseNetwork } from '../../network/parse.js';
import type { RuleName } from '../../sim/rules.js';
import type { GrainName } from '../../synapses/grains.js';
import { readJson } from '../files.js';
import { readProvenance } from '../runs/read-provenance.js';
import { streamConfigurationOf, streamRule } from '../stream/configuration.js';
import { streamFiles } from '../stream/files.js';
import { readWeights } from '../weights/read.js';
import type { WeightsOptions } from '../weights/weights.js';
import { checkpointOf, refuseReading } from './checkpoints.js';
import type { KnownOfRun, Subject } from './subject.js';

/** Whether a folder is that of a run of `stream`. */
export function isStream(directory: string): boolean {
  const { configuration } = streamFiles(directory);
  return existsSync(configuration) && Object(readJson(configuration)).command === 'stream';
}

/**
 * A network that was trained on a stream, as it was when that ended or was stopped.
 * @param checkpoint `last`, or a file of weights
 * @throws {InputError} on one that has not come so far, or is damaged
 */
export function ofStream(directory: string, checkpoint: string, how: WeightsOptions): Subject {
  const files = streamFiles(directory);
  const stored = streamConfigurationOf(readJson(files.configuration), files.configuration);
  const network = parseNetwork(stored.network, files.configuration);
  const { data, dataOptions, seed } = stored;
  const configuration: KnownOfRun = {
    ...{ network: stored.network, data, ...(dataOptions && { dataOptions: dataOptions as DataOptions }) },
    ...{ rule: stored.rule as RuleName, seed, engine: 'events', grain: stored.grain as GrainName },
  };
  const found =
    checkpoint === 'last'
      ? lastOf(directory, network, how)
      : checkpointOf(directory, network, checkpoint, how);
  return {
    ...{ name: directory, network, ...found, rule: streamRule(stored, files.configuration) },
    run: { directory, configuration, provenance: readProvenance(files.provenance) },
  };
}

function lastOf(directory: string, network: Subject['network'], how: WeightsOptions) {
  refuseReading(directory, 'last', how);
  const file = streamFiles(directory).parameters;
  if (!existsSync(file))
    refuse({
      where: directory,
      got: 'a stream that has not ended',
      expected: 'its parameters.safetensors',
      hint: `stream --resume ${directory}`,
    });
  const { parameters, sha256, notes } = readWeights(file, network, {});
  return { parameters: parameters(), weights: { file, sha256 }, notes };
}
