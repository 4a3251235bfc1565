import { expect } from 'vitest';
import { InputError } from '../../../src/errors.js';
import type { Network } from '../../../src/network/network.js';
import { BatchedSimulator } from '../../../src/sim/batched/engine.js';
import { tfjs } from '../../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { requireNodes } from '../../../src/sim/odd-nodes.js';
import type { RuleName } from '../../../src/sim/rules.js';
import { exact } from '../../sim/batched/phases/exact.js';
import { areNumbers, distance, type Problem, regular, told, type Wanted, wantedOf } from './held.js';

/** Both grains to the bit; and these, and whole layers, as loops have it to 1e-12. */
export function expectFloat64(problem: Problem, wanted: Wanted): void {
  const { network, parameters } = problem;
  const [arbor, synapse] = (['arbor', 'synapse'] as const).map((grain) =>
    told(new EventSimulator(network, parameters, { grain }), problem),
  );
  expect(arbor).toEqual(synapse);
  const layers = told(new BatchedSimulator(network, parameters, exact), problem);
  for (const one of [arbor, layers]) expect(distance(one, wanted, 0.1)).toBeLessThan(1e-12);
}

/** On the backend that has been started. */
export function expectFloat32(problem: Problem, wanted: Wanted): void {
  const simulator = new BatchedSimulator(problem.network, problem.parameters, tfjs);
  // Slopes of the moment near a singularity, and differences of products, have fewer digits.
  const limit = needsSlopes(problem) || problem.combination.family.name === 'ep' ? 1e-4 : 1e-5;
  expect(distance(told(simulator, problem), wanted, 0.1)).toBeLessThan(limit);
  simulator.dispose();
}

/** f' is taken of 1 / a or 1 / sqrt(a) where activities go. */
const needsSlopes = ({ network, combination: { family, chosen } }: Problem): boolean =>
  family.name === 'ar' &&
  (chosen.derivative === 'current' || chosen.updateDerivative === 'current') &&
  uses(network, 'reciprocal', 'rsqrt');

/** A rule that a network cannot have is refused by the name of a node. */
export const refused = ({ network, combination: { family, chosen } }: Problem): string | undefined => {
  try {
    requireNodes('net.json', network, family.name as RuleName, chosen as never);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
};

/**
 * Refused are rules that begin at 0 where loops have no numbers from the first step on, or a neuron never leaves 0, and no others. Of
 * the rest, only slopes of the moment get to where there are none.
 */
export function expectRefusals(problems: readonly Problem[]): void {
  for (const problem of problems) {
    const { network, combination, name } = problem;
    const wanted = wantedOf(problem);
    const [first, second] = wanted.played.course;
    const begins = ['ep', 'chl'].includes(combination.family.name);
    const stuck = combination.family.name === 'ep' && uses(network, 'square');
    if (begins && (stuck || !areNumbers(first) || !areNumbers(second)))
      expect(refused(problem), name).toMatch(
        /^net\.json\.nodes\.[\w.]+ with rule (ep|chl).*: got activation (reciprocal|rsqrt|square), expected one /,
      );
    else {
      expect(refused(problem), name).toBeUndefined();
      expect(regular(wanted) || needsSlopes(problem), name).toBe(true);
    }
  }
}

const uses = ({ nodes }: Network, ...names: readonly string[]): boolean =>
  Object.values(nodes).some(({ activation }) => names.includes(activation));
