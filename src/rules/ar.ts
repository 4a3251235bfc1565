import {
  type ArChoice,
  type ArNames,
  type Derivative,
  slopeOf,
  sweepSaying,
  times,
} from './ar-derivatives.js';
import { arOptions } from './ar-options.js';
import { bundlesOf, type Choice, choiceOf, learnersOf, type Place } from './choice.js';
import type { RuleFamily } from './family.js';
import type { FeedbackPathway } from './feedback.js';
import { type FeedbackName, feedbacks } from './feedbacks.js';
import type { Meant, Path, Phase, Rule, Statement, Terms } from './rule.js';
import { words } from './words.js';

const { say, set, move, learn, adapt, rule } = words<ArNames>();
type Said = Statement<ArNames>;

/** The choices of the nodes, and what follows from all of them. */
interface Chosen {
  readonly feedbacks: Choice<FeedbackPathway>;
  readonly derivative: Choice<Derivative>;
  readonly update: Choice<Derivative>;
}

const derivatives = { frozen: 'frozen', current: 'current', none: 'none' } as const;

const chosenIn = ({ feedback, derivative, updateDerivative }: ArChoice): Chosen => ({
  feedbacks: choiceOf<FeedbackName, FeedbackPathway>(feedback, feedbacks),
  derivative: choiceOf<Derivative, Derivative>(derivative, derivatives),
  update: choiceOf<Derivative, Derivative>(updateDerivative, derivatives),
});

/** Of a choice that all make alike nobody is asked. Those are meant of whom any synapses, or the biases, choose it. */
const only = <V>(choice: Choice<V>, value: V): Pick<Meant, 'at'> =>
  choice.all.length > 1 ? { at: (node) => learnersOf(node).some((one) => choice.at(one) === value) } : {};

/** Of these, the synapses that choose it. */
const onlyOf = <V>(choice: Choice<V>, value: V): Pick<Meant, 'at'> =>
  choice.all.length > 1 ? { at: (synapses) => choice.at(synapses) === value } : {};

/** dL/dw = x f' * what came up; of learned feedback weights, those to inputs too, the same product from their side. */
function learning({ presynaptic, plasticity }: ArChoice, { update, feedbacks }: Chosen): Said[] {
  const change = plasticity === 'continuous' ? adapt : learn;
  const at = presynaptic === 'stored' ? 'rate' : 'x';
  const up = update.all.map((one) => ({
    ...change({ up: [{ ...onlyOf(update, one), pre: (_, heard) => heard[at], post: times[one] }] }),
    ...only(update, one),
  }));
  const down: Terms<ArNames> = { down: [{ pre: (_, heard) => heard.delta, post: (_, n) => n[at] }] };
  return [...up, ...(feedbacks.all.some(({ learns }) => learns) ? [change(down, 'all')] : [])];
}

/** What neurons say down: x, times what their nodes choose; and where their feedback learns, what their synapses learn from. */
function sayingDown(chosen: Chosen, x: boolean, learns: boolean): Said[] {
  const { feedbacks, derivative, update } = chosen;
  const kinds = (learns ? [...new Set(feedbacks.all.map((one) => one.learns))] : [false]).flatMap((taught) =>
    (x ? derivative.all : [undefined]).flatMap((slope) =>
      (taught ? update.all : [undefined]).map((factor) => ({ taught, slope, factor })),
    ),
  );
  const isOf = (node: Place, { taught, slope, factor }: (typeof kinds)[number]): boolean => {
    // All of a node that learn from what comes down learn from the same.
    const learner = bundlesOf(node).find((one) => feedbacks.at(one).learns);
    return (
      (!learns || (learner !== undefined) === taught) &&
      (slope === undefined || derivative.at(node) === slope) &&
      (factor === undefined || update.at(learner ?? node) === factor)
    );
  };
  return kinds.flatMap((kind) => {
    const values = {
      ...(kind.slope && { x: times[kind.slope] }),
      ...(kind.factor && { delta: times[kind.factor] }),
    };
    if (Object.keys(values).length === 0) return [];
    const one = say('down', values, 'neuron');
    return [kinds.length > 1 ? { ...one, at: (node: Place) => isOf(node, kind) } : one];
  });
}

/** What carries messages down; where nodes differ in that, of each. */
function pathOf({ all, at, default: first }: Choice<FeedbackPathway>, inputs: boolean): Path {
  const path = { ...first.path, ...(inputs && { inputs }) };
  if (all.length === 1) return path;
  const carriers = {
    default: first.path,
    all: all.map((one) => one.path),
    at: (node: Place) => at(node).path,
  };
  return { ...path, by: carriers };
}

/**
 * Activation Relaxation: dx/dt = -x + sum of w f' x of those above (+ dL/dx of outputs with children); x of the other
 * outputs is dL/dx; dL/dw = x f' * rate below (arXiv 2009.05359, eq. 5 and 6, with the sign of its code). What carries
 * messages down and where f' is taken each node may choose for itself, of what it says and what its synapses learn.
 */
function activationRelaxation(given: ArChoice): Rule {
  const { presynaptic, bias, inputs, initial } = given;
  const chosen = chosenIn(given);
  const { feedbacks, derivative, update } = chosen;
  const isCurrent = (one: Choice<Derivative>) => one.all.includes('current');
  const follows = isCurrent(derivative) || isCurrent(update);
  const carries = follows || presynaptic === 'current';
  const relaxing = inputs === 'relaxing';
  const changes = learning(given, chosen);
  const continuous = given.plasticity === 'continuous';
  // What only the update asks for is said once, at the end.
  const atLast = !isCurrent(derivative) && !continuous;
  const mixed = derivative.all.length > 1 || update.all.length > 1;
  const following: Pick<Meant, 'at'> = mixed
    ? {
        at: (node) =>
          derivative.at(node) === 'current' || learnersOf(node).some((one) => update.at(one) === 'current'),
      }
    : {};
  const moving: Said[] = [
    ...(carries ? [say('up', { x: 'x' }, relaxing || continuous ? 'all' : 'lower')] : []),
    ...(follows ? [{ ...set({ current: slopeOf('x', bias) }), ...following }] : []),
  ];
  const learns = feedbacks.all.some((one) => one.learns);
  const later = atLast && follows;
  const ending = [...moving, ...(later && learns ? sayingDown(chosen, false, true) : [])];
  const relax: Phase<ArNames> = {
    ...{ name: 'relax', steps: given.steps, stepSize: given.stepSize },
    begins: [
      ...(bias === 'included' ? [] : [set({ slope: slopeOf('rate', bias) })]),
      ...(initial === 'zero' ? [set({ x: 0 }, relaxing ? 'all' : 'neuron')] : []),
      set({ error: (_, n) => n.errorAt(n.rate) }),
      set({ x: 'error' }, 'top'),
    ],
    talk: [...(atLast ? [] : moving), ...sayingDown(chosen, true, learns && !later)],
    moves: [
      ...(continuous ? changes : []),
      move({ x: (m, n) => m.sub(m.add(n.apical.x, n.error), n.x) }, 'lower'),
      ...(relaxing ? [move({ x: (m, n) => m.sub(n.apical.x, n.x) }, 'input')] : []),
    ],
    ends: continuous ? [] : [...(atLast ? ending : []), ...changes],
  };
  return rule({
    ...{ name: 'ar', answer: { phase: 'sweep', state: 'rate' } },
    paths: { up: { way: 'up' }, down: pathOf(feedbacks, relaxing) },
    phases: [sweepSaying(carries), relax],
  });
}

export const ar = {
  name: 'ar',
  summary: 'activation relaxation: activities relax to the gradients of backpropagation',
  source: 'Millidge, Tschantz, Seth and Buckley 2020, arXiv 2009.05359',
  options: arOptions,
  of: activationRelaxation,
} satisfies RuleFamily<typeof arOptions>;
