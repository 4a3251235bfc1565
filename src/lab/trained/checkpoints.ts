import { existsSync } from 'node:fs';
import { sha256 } from '../../data/index.js';
import { refuse } from '../../errors.js';
import type { Network } from '../../network/network.js';
import { readBytes } from '../files.js';
import { readCheckpoint } from '../runs/checkpoint.js';
import { runFiles } from '../runs/files.js';
import { readWeights } from '../weights/read.js';
import type { WeightsOptions } from '../weights/weights.js';
import type { Subject } from './subject.js';

/** What was read of a run's weights. */
type Found = Pick<Subject, 'parameters' | 'weights' | 'notes'>;

/** A checkpoint of a run that has a name. */
interface Named {
  readonly file: 'checkpoint' | 'best' | 'average';
  /** What a run has to be asked for, to have it. */
  readonly hint?: string;
}

/** Which there are. A new one: one line here. */
const named: Readonly<Record<string, Named>> = {
  last: { file: 'checkpoint' },
  best: { file: 'best', hint: 'a run with validation samples, or --checkpoint last' },
  average: { file: 'average', hint: 'a run that averages its weights, or --checkpoint last' },
};

/** Their names, for help. */
export const checkpointNames = Object.keys(named);

/**
 * Weights of a run.
 * @param which the name of a checkpoint, or a file of weights
 * @throws {InputError} on a checkpoint that is not there, is damaged, or of another network
 */
export function checkpointOf(directory: string, network: Network, which: string, how: WeightsOptions): Found {
  if (!Object.hasOwn(named, which)) return ofFile(which, network, how);
  refuseReading(directory, which, how);
  const { hint } = named[which];
  const file = runFiles(directory)[named[which].file];
  if (!existsSync(file))
    refuse({ where: directory, got: `no ${which} checkpoint`, expected: 'one that was written', hint });
  // The last one says that it is whole, and has more than weights.
  if (which !== 'last') return read(file, network, { layout: 'relaxon' });
  const { parameters } = readCheckpoint(file, network);
  return { parameters, weights: { file, sha256: sha256(readBytes(file, 'tensors')) }, notes: [] };
}

function ofFile(file: string, network: Network, how: WeightsOptions): Found {
  if (existsSync(file)) return read(file, network, how);
  const expected = `${checkpointNames.join(', ')}, or a file of weights`;
  return refuse({ where: '--checkpoint', got: JSON.stringify(file), expected });
}

function read(file: string, network: Network, how: WeightsOptions): Found {
  const weights = readWeights(file, network, how);
  return {
    parameters: weights.parameters(),
    weights: { file, sha256: weights.sha256 },
    notes: weights.notes,
  };
}

/** @throws {InputError} on ways to read names that are those of the network already */
export function refuseReading(directory: string, which: string, how: WeightsOptions): void {
  for (const [option, value] of Object.entries(how)) {
    if (value === undefined) continue;
    const expected = 'a file of weights: checkpoints of a run have the names of its network';
    refuse({ where: `--${option}`, got: `it for the ${which} checkpoint of ${directory}`, expected });
  }
}
