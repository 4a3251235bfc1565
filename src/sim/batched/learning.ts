import type { Rule } from '../../rules/rule.js';
import { isPlain } from '../optimising.js';
import type { Trained } from '../simulator.js';
import type { Optimising, Updated } from './optimising.js';
import { type Learned, learnedOf, trainedBy } from './phases/learned.js';
import { isRepeatable } from './phases/repeatable.js';
import type { Given } from './phases/stage.js';
import type { ByName } from './projections.js';

/** What is told of a presentation, and the parameters after it. */
export interface Learning<T> extends Updated<T> {
  /** Once what was read is there. */
  readonly trained: () => Trained;
}

/** What a presentation leaves, and where gradients are all that it takes, the parameters after it. */
type Presented<T> = Learned<T> & { readonly parameters: Readonly<ByName<T>> };

/**
 * One presentation to learn from, and what it makes of the parameters.
 * @param owner who presents: the same network each time
 */
export function learn<T>(owner: object, given: Given<T>, optimising: Optimising<T>): Learning<T> {
  const { m, rates, parameters, inputs, targets = {}, rule } = given;
  const work = () => presented(given, optimising);
  const all = [parameters, inputs, targets].flatMap((some) => Object.values(some));
  const made = m.again && isRepeatable(rule) ? m.again(owner, keyOf(given), all, work) : work();
  const trained = trainedBy(given, made);
  if (has(made.moved)) return { trained, parameters: made.moved, traces: {} };
  if (has(made.parameters)) return { trained, parameters: made.parameters, traces: {} };
  return { trained, ...optimising.updated(parameters, made.gradient, rates) };
}

/** An optimiser goes on from update to update, but for plain descent. */
function presented<T>(given: Given<T>, optimising: Optimising<T>): Presented<T> {
  const learned = learnedOf(given);
  if (has(learned.moved) || !isPlain(given.rates)) return { ...learned, parameters: {} };
  const { parameters } = optimising.updated(given.parameters, learned.gradient, given.rates);
  return { ...learned, gradient: {}, parameters };
}

const has = (some: object): boolean => Object.keys(some).length > 0;

const numbers = new WeakMap<Rule, number>();
let next = 0;

/** All that a presentation depends on besides its tensors. */
function keyOf<T>({ rule, course, rates, batch }: Given<T>): string {
  const number = numbers.get(rule) ?? next++;
  numbers.set(rule, number);
  const { learningRate, nodeLearningRates, feedbackLearningRate, weightDecay, scale } = rates;
  const followed = isPlain(rates)
    ? [learningRate, nodeLearningRates, feedbackLearningRate, weightDecay, scale]
    : [scale];
  return JSON.stringify([number, batch, course, followed]);
}
