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
  const made = m.again && isRepeatable(rule) ? m.again(owner, keyOf(owner, given), all, work) : work();
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

const rulesOf = new WeakMap<object, Map<object, number>>();

/** All that a presentation depends on besides its tensors. */
function keyOf<T>(owner: object, { rule, course, rates, batch }: Given<T>): string {
  const rules = rulesOf.get(owner) ?? new Map<object, number>();
  rulesOf.set(owner, rules);
  const number = rules.get(rule) ?? rules.size;
  rules.set(rule, number);
  const { learningRate, nodeLearningRates, feedbackLearningRate, weightDecay, scale } = rates;
  const followed = isPlain(rates)
    ? [learningRate, nodeLearningRates, feedbackLearningRate, weightDecay, scale]
    : [scale];
  return JSON.stringify([number, batch, course, followed]);
}
