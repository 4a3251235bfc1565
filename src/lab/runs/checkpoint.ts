import type { Network } from '../../network/network.js';
import { checkParameters, type Parameters } from '../../network/parameters.js';
import { exactJson } from '../files/exact-json.js';
import { parametersOf, tensorOf } from '../parameter-files.js';
import { readSealed, writeSealed } from '../sealed.js';
import type { TrainerState } from '../training/trainer.js';
import { readRows, readState } from './state.js';

/** What a run goes on from. */
export interface Checkpoint {
  readonly parameters: Parameters;
  readonly state: TrainerState;
  /** How many rows of metrics it stands on; what comes after them comes again. */
  readonly rows: number;
}

const format = 'relaxon checkpoint 2';
// The state is exact as JSON: a number printed by JavaScript reads back to the same bits.
const stateKey = 'relaxon.state';
const rowsKey = 'relaxon.rows';

/**
 * Writes parameters as tensors, and the state of optimiser, shuffling and random streams as metadata, so the
 * file is also a plain parameter file. The same run always gives the same bytes.
 */
export function writeCheckpoint(path: string, { parameters, state, rows }: Checkpoint): void {
  const tensors = Object.entries(parameters).map(([name, values]) => [name, tensorOf(values)] as const);
  writeSealed(path, format, tensors, { [stateKey]: exactJson(state), [rowsKey]: exactJson(rows) });
}

/** The state of training in a checkpoint. @throws {InputError} when the file is not one */
export function stateInCheckpoint(path: string): TrainerState {
  return readState(readSealed(path, format).metadata[stateKey], path);
}

/** @throws {InputError} when the file is not a checkpoint of this network, of this version, as it was written */
export function readCheckpoint(path: string, network: Network): Checkpoint {
  const file = readSealed(path, format);
  const parameters = parametersOf(file.tensors, path);
  checkParameters(network, parameters, path);
  const { [stateKey]: state, [rowsKey]: rows } = file.metadata;
  return { parameters, state: readState(state, path), rows: readRows(rows, path) };
}
