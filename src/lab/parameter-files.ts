import type { Network } from '../network/network.js';
import { checkParameters, type Parameters } from '../network/parameters.js';
import { tensorOf } from './parameter-tensors.js';
import { toPyTorch } from './pytorch/index.js';
import { writeSafetensors } from './safetensors/index.js';
import { readWeights } from './weights/read.js';
import type { Side, WeightsOptions } from './weights/weights.js';

export {
  namedAverages,
  namedStates,
  namedTraces,
  parametersOf,
  splitTensors,
  tensorOf,
  valuesOf,
} from './parameter-tensors.js';

/**
 * Reads a network's parameters from safetensors, F32, F64, F16 or BF16: ours, or those of PyTorch's modules, whose names are
 * found as `readWeights` says. What a checkpoint has beside parameters is passed over.
 * @throws {InputError} naming the file, and all tensors that are missing, left over or of another shape
 */
export function readParameters(path: string, network: Network, options?: WeightsOptions): Parameters {
  return readWeights(path, network, options).parameters();
}

/** What a file says of itself: loaders of PyTorch's world ask for it. */
const marks: Readonly<Record<Side, Readonly<Record<string, string>>>> = {
  relaxon: {},
  pytorch: { format: 'pt' },
};

/**
 * Writes a network's parameters as safetensors, whole or not at all, each in the precision that it has.
 * @param layout as we have them, or as the tensors of PyTorch's modules (without feedback weights)
 * @returns what a reader of the file should know, a line each
 * @throws {InputError} unless they are those of the network, and finite, or when the file cannot be written
 */
export function writeParameters(
  path: string,
  network: Network,
  parameters: Parameters,
  layout: Side = 'relaxon',
): readonly string[] {
  checkParameters(network, parameters, 'writeParameters');
  const { values, notes } =
    layout === 'pytorch' ? toPyTorch(network, parameters) : { values: parameters, notes: [] };
  const tensors = Object.entries(values).map(([name, one]) => [name, tensorOf(one)] as const);
  writeSafetensors(path, tensors, marks[layout]);
  return notes;
}
