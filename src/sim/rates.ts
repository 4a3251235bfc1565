import type { LearningRates } from './simulator.js';

/**
 * The learning rate of a parameter, `NODE.NAME`: of what `nodeLearningRates` has, that of the parameter by its name, else of the
 * last pattern that ends in its name (`*.bias`); else, of feedback weights, that of all these; else that of its node by its
 * name, else of the last pattern that fits the node or all of it; else that of all. Of a projection with weights of its own,
 * `NODE:NAME.weight`, what is said of `NODE:NAME` goes before what is said of its node.
 */
export function rateOf(parameter: string, rates: LearningRates): number {
  const { learningRate, nodeLearningRates: own, feedbackLearningRate } = rates;
  const feedback = parameter.endsWith('.feedback') ? feedbackLearningRate : undefined;
  if (!own) return feedback ?? learningRate;
  const [address, name] = nodeAndName(parameter);
  const [node] = address.split(':');
  const patterns = Object.keys(own).filter((key) => key.includes('*'));
  const last = (fits: (key: string) => boolean) => {
    const found = patterns.findLast(fits);
    return found === undefined ? undefined : own[found];
  };
  return (
    own[parameter] ??
    last((key) => key.endsWith(`.${name}`) && fitsPattern(key, parameter)) ??
    feedback ??
    own[address] ??
    own[node] ??
    last((key) => [address, node, parameter].some((one) => fitsPattern(key, one))) ??
    learningRate
  );
}

/** Whether a name is one that `*` stands in for any text in. */
export function fitsPattern(pattern: string, name: string): boolean {
  const [first, ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  const last = rest.pop()!;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  // The first place of each is as good as any.
  let at = first.length;
  const end = name.length - last.length;
  return rest.every((part) => {
    const found = name.indexOf(part, at);
    at = found + part.length;
    return found >= 0 && at <= end;
  });
}

/** A parameter's node, or its projection, and its name there. */
export function nodeAndName(parameter: string): readonly [node: string, name: string] {
  const at = parameter.lastIndexOf('.');
  return [parameter.slice(0, at), parameter.slice(at + 1)];
}

/** All rates times a number. */
export const timesRates = <R extends LearningRates>(rates: R, factor: number): R =>
  mapRates(rates, (rate) => rate * factor);

/** All rates as a function has them. */
export function mapRates<R extends LearningRates>(rates: R, times: (rate: number) => number): R {
  const { learningRate, nodeLearningRates, feedbackLearningRate } = rates;
  const entries = Object.entries(nodeLearningRates ?? {}).map(([name, rate]) => [name, times(rate)]);
  return {
    ...rates,
    learningRate: times(learningRate),
    ...(nodeLearningRates && { nodeLearningRates: Object.fromEntries(entries) }),
    ...(feedbackLearningRate !== undefined && { feedbackLearningRate: times(feedbackLearningRate) }),
  };
}
