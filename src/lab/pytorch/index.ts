import type { Network } from '../../network/network.js';
import { type Parameters, pathwayShapes } from '../../network/parameters.js';
import { type AllGiven, requireFit } from './misfits.js';
import { translationOf } from './translate.js';
import type { Shapes } from './translation.js';

/** Tensors of one side as the other has them. */
export interface Converted {
  /** By name, each in the precision that it had. */
  readonly values: Parameters;
  /** What a reader should know of them, a line each. */
  readonly notes: readonly string[];
}

/**
 * A network's parameters as the tensors of PyTorch's modules: what `load_state_dict` takes where a module is called as its node.
 * Feedback weights are left out, and a note says so.
 * @param parameters as `readParameters` or an engine gives them, or tensors of a file
 * @param where what errors call them
 * @throws {InputError} one line that names all that are missing, too many, or of another shape or type
 */
export function toPyTorch(network: Network, parameters: AllGiven, where = 'parameters'): Converted {
  const translation = translationOf(network);
  const pathway = Object.entries(pathwayShapes(network, parameters)).map(
    ([name, { shape }]) => [name, shape] as const,
  );
  const expected: Shapes = { ...translation.ours, ...Object.fromEntries(pathway) };
  requireFit(where, parameters, expected, translation.theirs);
  const left = pathway.map(([name]) => `${name}: left out, PyTorch's modules have no such weights`);
  return { values: translation.toPyTorch(parameters), notes: [...translation.notes, ...left] };
}

/**
 * Tensors of PyTorch's modules, a `state_dict`, as a network's parameters.
 * @param tensors of a file or not, by the names that `toPyTorch` gives them
 * @param where what errors call them
 * @throws {InputError} as `toPyTorch`
 */
export function fromPyTorch(network: Network, tensors: AllGiven, where = 'state_dict'): Converted {
  const translation = translationOf(network);
  requireFit(where, tensors, translation.theirs, translation.ours);
  return { values: translation.fromPyTorch(tensors), notes: translation.notes };
}
