import type { Network } from '../../network/network.js';
import { checkParameters, type Parameters } from '../../network/parameters.js';
import { parametersOf, tensorOf } from '../parameter-files.js';
import { readSafetensors, writeSafetensors } from '../safetensors/index.js';
import type { TrainerState } from '../training/trainer.js';
import { readState } from './state.js';

/** What a run goes on from. */
export interface Checkpoint {
  readonly parameters: Parameters;
  readonly state: TrainerState;
}

// The state is exact as JSON: a number printed by JavaScript reads back to the same bits.
const stateKey = 'relaxon.state';

/**
 * Writes parameters as tensors, and the state of optimiser, shuffling and random streams as metadata, so the
 * file is also a plain parameter file. The same run always gives the same bytes.
 */
export function writeCheckpoint(path: string, { parameters, state }: Checkpoint): void {
  const tensors = Object.entries(parameters).map(([name, values]) => [name, tensorOf(values)] as const);
  writeSafetensors(path, tensors, { [stateKey]: JSON.stringify(state) });
}

/** The state of training in a checkpoint. @throws {InputError} when the file is not one */
export function stateInCheckpoint(path: string): TrainerState {
  return readState(readSafetensors(path).metadata[stateKey], path);
}

/** @throws {InputError} when the file is not a checkpoint of this network */
export function readCheckpoint(path: string, network: Network): Checkpoint {
  const file = readSafetensors(path);
  const parameters = parametersOf(file.tensors, path);
  checkParameters(network, parameters, path);
  return { parameters, state: readState(file.metadata[stateKey], path) };
}
