import { nearest, refuse } from '../errors.js';
import type { Network } from '../network/network.js';
import { listed } from '../schema.js';
import type { LearningRates } from './simulator.js';

/** The learning rate of a parameter, `NODE.NAME`: that of feedback weights, else that of its node, else that of all. */
export function rateOf(
  parameter: string,
  { learningRate, nodeLearningRates, feedbackLearningRate }: LearningRates,
): number {
  if (feedbackLearningRate !== undefined && parameter.endsWith('.feedback')) return feedbackLearningRate;
  if (!nodeLearningRates) return learningRate;
  return nodeLearningRates[parameter.slice(0, parameter.lastIndexOf('.'))] ?? learningRate;
}

/** All rates times a number. */
export function timesRates<R extends LearningRates>(rates: R, factor: number): R {
  const { learningRate, nodeLearningRates, feedbackLearningRate } = rates;
  const times = (rate: number) => rate * factor;
  const entries = Object.entries(nodeLearningRates ?? {}).map(([name, rate]) => [name, times(rate)]);
  return {
    ...rates,
    learningRate: times(learningRate),
    ...(nodeLearningRates && { nodeLearningRates: Object.fromEntries(entries) }),
    ...(feedbackLearningRate !== undefined && { feedbackLearningRate: times(feedbackLearningRate) }),
  };
}

/** @throws {InputError} on a rate of a node that there is not */
export function requireRatedNodes(
  { nodes }: Network,
  { nodeLearningRates = {} }: { readonly nodeLearningRates?: object | undefined },
  where = 'nodeLearningRates',
): void {
  const names = Object.keys(nodes);
  const odd = Object.keys(nodeLearningRates).find((name) => !names.includes(name));
  if (odd === undefined) return;
  const near = nearest(odd, names);
  refuse({
    where,
    got: JSON.stringify(odd),
    expected: `one of ${listed(names)}`,
    hint: near && JSON.stringify(near),
  });
}

/** @throws {InputError} on rates of nodes on the event engine under activation relaxation, whose neurons have one for all */
export function refuseNodeRates(
  { nodeLearningRates }: { readonly nodeLearningRates?: object | undefined },
  where: string,
): void {
  if (!nodeLearningRates) return;
  refuse({
    where: `${where}.nodeLearningRates`,
    got: 'some with rule ar and engine events',
    expected: 'none: these neurons have one rate',
    hint: 'engine batched, or a rule in phases',
  });
}
