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

/** The checkpoints of a run that have names. */
const named: Readonly<Record<string, (directory: string) => string>> = {
  last: (directory) => runFiles(directory).checkpoint,
};

/**
 * Weights of a run.
 * @param which the name of a checkpoint, or a file of weights
 * @throws {InputError} on a checkpoint that is not there, is damaged, or of another network
 */
export function checkpointOf(directory: string, network: Network, which: string, how: WeightsOptions): Found {
  if (!Object.hasOwn(named, which)) return ofFile(which, network, how);
  for (const [option, value] of Object.entries(how)) {
    if (value === undefined) continue;
    const expected = 'a file of weights: checkpoints of a run have the names of its network';
    refuse({ where: `--${option}`, got: `it for the ${which} checkpoint of ${directory}`, expected });
  }
  const file = named[which](directory);
  const { parameters } = readCheckpoint(file, network);
  return { parameters, weights: { file, sha256: sha256(readBytes(file, 'tensors')) }, notes: [] };
}

function ofFile(file: string, network: Network, how: WeightsOptions): Found {
  if (!existsSync(file))
    refuse({
      where: '--checkpoint',
      got: JSON.stringify(file),
      expected: `${Object.keys(named).join(', ')}, or a file of weights`,
    });
  const read = readWeights(file, network, how);
  return { parameters: read.parameters(), weights: { file, sha256: read.sha256 }, notes: read.notes };
}
