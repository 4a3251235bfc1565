import { z } from 'zod';
import { initialParameters, type Network, type Parameters, rules } from '../../src/index.js';
import type { Device } from '../../src/sim/batched/device.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import type { Batch } from '../../src/sim/simulator.js';
import { type SentArray, sent } from '../peers/exchange.js';

/** Of half the squared error, summed over the minibatch: 0.0005 of the squared error in the paper's code. */
const paperRate = 0.001;

/** Weights and a minibatch, as peers get them. */
export interface Problem {
  /** [out, in], from the first layer to the last. */
  readonly weights: readonly SentArray[];
  /** Of those that have one. */
  readonly biases: readonly SentArray[];
  readonly images: SentArray;
  readonly targets: SentArray;
}

/** A request for a problem, and what we make of it. */
export const problemRequest = { problem: true } as const;
export const problemRequestSchema = z.object({ problem: z.literal(true) });

/**
 * A minibatch, and the parameters that we have after it. Activities relax from the top down, in place, as in the paper's code.
 * @returns answers: all weights [out, in], then all biases, by rule; `given` has them as they were
 */
export function minibatchProblem<T>(network: Network, device: Device<T>, batch: Batch): object {
  const given = initialParameters(network, 1);
  const answers = Object.fromEntries(
    (['ar', 'bp'] as const).map((rule) => {
      const simulator = new BatchedSimulator(network, given, device);
      const relaxation = relaxationOf({ schedule: 'top-down' });
      simulator.train(batch, { rule: rules[rule], relaxation, learningRate: paperRate * batch.size });
      const after = simulator.parameters();
      simulator.dispose();
      return [rule, parameterArrays(after)];
    }),
  );
  return { problem: problemOf(given, batch), answers: { ...answers, given: parameterArrays(given) } };
}

/** Weights and a minibatch, as peers get them. */
export function problemOf(given: Parameters, batch: Batch): Problem {
  const [images] = Object.values(batch.inputs);
  const [targets] = Object.values(batch.targets);
  return {
    weights: arraysOf(given, 'weight'),
    biases: arraysOf(given, 'bias'),
    images: sent(images),
    targets: sent(targets),
  };
}

/** All weights, then all biases, each from the first layer to the last. */
export const parameterArrays = (parameters: Parameters): SentArray[] =>
  (['weight', 'bias'] as const).flatMap((kind) => arraysOf(parameters, kind));

const arraysOf = (parameters: Parameters, kind: 'weight' | 'bias'): SentArray[] =>
  Object.keys(parameters)
    .filter((name) => name.endsWith(`.${kind}`))
    .map((name) => sent(parameters[name]));
