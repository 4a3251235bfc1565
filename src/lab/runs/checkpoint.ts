import type { Network } from '../../network/network.js';
import { checkParameters, type Parameters } from '../../network/parameters.js';
import { checkOptimiserState } from '../../sim/optimising.js';
import type { Activities, OptimiserState } from '../../sim/simulator.js';
import { exactJson } from '../files/exact-json.js';
import {
  namedAverages,
  namedStates,
  namedTraces,
  parametersOf,
  splitTensors,
  tensorOf,
} from '../parameter-files.js';
import { readSealed, writeSealed } from '../sealed.js';
import type { TrainerState } from '../training/trainer-state.js';
import { readRows, readState } from './state.js';

/** What a run goes on from. */
export interface Checkpoint {
  readonly parameters: Parameters;
  /** What the optimiser keeps, by `PARAMETER.TRACE`. */
  readonly traces: Parameters;
  readonly state: TrainerState;
  /** How many rows of metrics it stands on; what comes after them comes again. */
  readonly rows: number;
  /** What the rule keeps of each training sample, `NODE.STATE` [samples, units], where it keeps anything. */
  readonly states?: Activities | undefined;
  /** The average of the parameters, where there is one. */
  readonly average?: Parameters | undefined;
}

/** What an optimiser goes on from. */
export const optimiserStateOf = ({
  state,
  traces,
}: Pick<Checkpoint, 'state' | 'traces'>): OptimiserState => ({
  name: state.optimiser.name,
  updates: state.optimiser.updates ?? 0,
  traces,
});

const format = 'relaxon checkpoint 2';
// The state is exact as JSON: a number printed by JavaScript reads back to the same bits.
const stateKey = 'relaxon.state';
const rowsKey = 'relaxon.rows';

/**
 * Writes parameters and traces of the optimiser as tensors (these as `optimiser.PARAMETER.TRACE`), states of samples likewise, and settings, counts,
 * shuffling and random streams as metadata, so the file is also a plain parameter file. The same run always gives the same bytes.
 */
export function writeCheckpoint(path: string, checkpoint: Checkpoint): void {
  const { parameters, traces, state, rows, states = {}, average = {} } = checkpoint;
  const all = {
    ...{ ...parameters, ...namedTraces(traces) },
    ...{ ...namedStates(states), ...namedAverages(average) },
  };
  const tensors = Object.entries(all).map(([name, values]) => [name, tensorOf(values)] as const);
  writeSealed(path, format, tensors, { [stateKey]: exactJson(state), [rowsKey]: exactJson(rows) });
}

/** The state of training in a checkpoint. @throws {InputError} when the file is not one */
export function stateInCheckpoint(path: string): TrainerState {
  return readState(readSealed(path, format).metadata[stateKey], path);
}

/** @throws {InputError} when the file is not a checkpoint of this network, of this version, as it was written */
export function readCheckpoint(path: string, network: Network): Checkpoint {
  const file = readSealed(path, format);
  const { parameters, traces, states, average } = splitTensors(parametersOf(file.tensors, path));
  checkParameters(network, parameters, path);
  const averaged = Object.keys(average).length > 0 && { average };
  if (averaged) checkParameters(network, average, `${path}: average`);
  const { [stateKey]: text, [rowsKey]: rows } = file.metadata;
  const state = readState(text, path);
  checkOptimiserState(
    path,
    optimiserStateOf({ state, traces }),
    Object.fromEntries(Object.entries(parameters).map(([name, { shape }]) => [name, shape])),
  );
  const kept = Object.keys(states).length > 0 && { states };
  return { parameters, traces, state, rows: readRows(rows, path), ...kept, ...averaged };
}
