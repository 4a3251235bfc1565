import { InputError } from '../../errors.js';
import type { Network } from '../../network/network.js';
import { parameterShapes, pathwayShapes } from '../../network/parameters.js';
import { type Misfit, misfitsOf } from '../pytorch/misfits.js';
import { modulesOf, type PlacedModule } from '../pytorch/translate.js';
import { type Shapes, type Translation, together } from '../pytorch/translation.js';
import { type Reading, readingsOf } from './readings.js';
import type { Side, Tensors } from './weights.js';

/** A reading of a file in one of the layouts, and what is wrong with it. */
export interface Attempt {
  readonly side: Side;
  readonly tensors: Tensors;
  readonly misfits: readonly Misfit[];
}

/** A network, and its parameters as PyTorch has them. */
export interface Aims {
  readonly network: Network;
  /** None where the network has no modules in PyTorch. */
  readonly modules: readonly PlacedModule[];
  readonly translation: Translation;
}

/** What a file may be meant for. @throws {InputError} where PyTorch's layout is asked for, and it has no modules for the network */
export function aimsFor(network: Network, stated: Side | undefined): Aims {
  const modules = stated === 'relaxon' ? [] : modulesFor(network, stated);
  return { network, modules, translation: together(modules.map((one) => one.translation)) };
}

function modulesFor(network: Network, stated: Side | undefined): PlacedModule[] {
  try {
    return modulesOf(network);
  } catch (error) {
    // Our own files are read all the same.
    if (stated === undefined && error instanceof InputError) return [];
    throw error;
  }
}

/**
 * The first way to read the tensors that fits; else the one that comes nearest.
 * @param wanted layouts, in the order in which they are tried
 * @param matched of what may be a part of the weights: what comes nearest is what has the most of them
 */
export function bestAttempt(
  tensors: Tensors,
  wanted: readonly Side[],
  aims: Aims,
  matched: boolean,
): Attempt {
  let best: Attempt | undefined;
  for (const reading of readingsOf(tensors, aims.modules)) {
    for (const side of sidesOf(reading, wanted, aims)) {
      const attempt = attemptOf(reading.tensors, side, aims);
      if (attempt.misfits.length === 0) return attempt;
      if (!best || far(attempt, matched) < far(best, matched)) best = attempt;
    }
  }
  return best!;
}

// Places are PyTorch's, unless somebody says that they are ours.
function sidesOf(
  { numbered }: Reading<unknown>,
  wanted: readonly Side[],
  { modules }: Aims,
): readonly Side[] {
  if (wanted.length === 1) return wanted;
  if (numbered) return ['pytorch'];
  return modules.length > 0 ? wanted : ['relaxon'];
}

function attemptOf(tensors: Tensors, side: Side, aims: Aims): Attempt {
  return { side, tensors, misfits: misfitsOf(tensors, expectedIn(side, tensors, aims)) };
}

/** Shapes by name; of feedback weights those that are given, for which are needed depends on the rule. */
export function expectedIn(side: Side, tensors: Tensors, { network, translation }: Aims): Shapes {
  if (side === 'pytorch') return translation.theirs;
  const all = Object.entries({ ...parameterShapes(network), ...pathwayShapes(network, tensors) });
  return Object.fromEntries(all.map(([name, { shape }]) => [name, shape]));
}

const count = ({ misfits }: Attempt, kind: Misfit['kind']) =>
  misfits.filter((one) => one.kind === kind).length;

/** How many of the tensors fit. */
export const fitting = (attempt: Attempt): number =>
  Object.keys(attempt.tensors).length - count(attempt, 'left over') - count(attempt, 'wrong');

const far = (attempt: Attempt, matched: boolean) => (matched ? -fitting(attempt) : attempt.misfits.length);
