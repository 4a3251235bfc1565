import type { ArChoice, Derivative } from './ar-options.js';
import { mapped, together } from './by-choice.js';
import { alike, bundlesOf, type Choice, choiceOf, learnersOf, type Place } from './choice.js';
import type { FeedbackPathway } from './feedback.js';
import { type FeedbackName, feedbacks } from './feedbacks.js';
import type { Formula, Path, Phase } from './rule.js';
import { sweep } from './sweep.js';
import { words } from './words.js';

/** Names of Activation Relaxation. */
export type ArNames = {
  state: 'rate' | 'slope' | 'current' | 'error' | 'x';
  says: { up: 'rate' | 'x'; down: 'x' | 'delta' };
};

/** What nodes say down, of the two that they may. */
interface Told {
  /** Undefined where no synapses learn from it. */
  readonly delta: Derivative | undefined;
  readonly x?: Derivative;
}

/** The choices of the nodes, and what follows from all of them. */
interface Differences {
  readonly carriers: Choice<Path>;
  readonly update: Choice<Derivative>;
  /** Some feedback weights learn. */
  readonly teaches: boolean;
  /** Nodes want their f' as it is now: for the update alone it is worked out at the end. */
  readonly follows: Choice<boolean>;
  readonly atLast: boolean;
  /** During the relaxation, and at its end. */
  readonly told: Choice<Told>;
  readonly lastly: Choice<Told>;
}

const { say, set } = words<ArNames>();

/** The sweep. Where activities go up later, too, those of the sweep stand until the first of them arrives. */
export function sweepSaying(moving: boolean): Phase<ArNames> {
  const said = say('up', { rate: 'rate', ...(moving && { x: 'rate' }) });
  return { ...sweep, talk: [...sweep.talk.slice(0, -1), set({ x: 'rate' }, 'all'), said] };
}

/** x times f' where the forward sweep left it, or where x is now, or x alone. */
export const times: Readonly<Record<Derivative, Formula<ArNames>>> = {
  frozen: (m, n) => m.mul(n.x, n.slope),
  current: (m, n) => m.mul(n.x, n.current),
  none: (_, n) => n.x,
};

/** What neurons say down, of the two that they may. */
export function sayingDown({ delta, x }: Told) {
  if (!delta && !x) return undefined;
  return say('down', { ...(x && { x: times[x] }), ...(delta && { delta: times[delta] }) }, 'neuron');
}

/** f' at the pre-activation that a key makes, with the bias in it or without. */
export function slopeOf(key: 'rate' | 'x', bias: ArChoice['bias']): Formula<ArNames> {
  const included = bias === 'included';
  return (m, n) => m.mul(n.df(included ? n.in(key) : n.basal[key]), n.gate(key));
}

const derivatives = { frozen: 'frozen', current: 'current', none: 'none' } as const;

/** What nodes choose for themselves. */
export function differences(given: ArChoice): Differences {
  const pathways = choiceOf<FeedbackName, FeedbackPathway>(given.feedback, feedbacks);
  const x = choiceOf<Derivative, Derivative>(given.derivative, derivatives);
  const update = choiceOf<Derivative, Derivative>(given.updateDerivative, derivatives);
  const follows = [...x.all, ...update.all].includes('current');
  const followsAt = (node: Place) =>
    x.at(node) === 'current' || learnersOf(node).some((one) => update.at(one) === 'current');
  const atLast = !x.all.includes('current') && given.plasticity !== 'continuous';
  const delta = taughtBy(pathways, update);
  const [now, later] = atLast && follows ? [alike(undefined), delta] : [delta, alike(undefined)];
  const mixed = follows && x.all.length + update.all.length > 2;
  return {
    ...{ carriers: mapped(pathways, ({ path }) => path), update, atLast },
    teaches: pathways.all.some(({ learns }) => learns),
    follows: { default: follows, all: mixed ? [true, false] : [follows], at: followsAt },
    ...{ told: together({ delta: now, x }), lastly: together({ delta: later }) },
  };
}

/** What synapses that carry messages down learn from, where they do. */
function taughtBy(
  pathways: Choice<FeedbackPathway>,
  update: Choice<Derivative>,
): Choice<Derivative | undefined> {
  const learns = [...new Set(pathways.all.map((one) => one.learns))];
  const all = learns.flatMap((one): readonly (Derivative | undefined)[] => (one ? update.all : [undefined]));
  // All of a node that learn from what comes down learn from the same.
  const at = (node: Place) => {
    const learner = bundlesOf(node).find((one) => pathways.at(one).learns);
    return learner && update.at(learner);
  };
  return { default: all[0], all, at };
}
