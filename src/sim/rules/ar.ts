import { ar as phases } from '../../rules/ar.js';
import { type Choice, choiceOf, namesIn } from '../../rules/choice.js';
import type { FeedbackPathway } from '../../rules/feedback.js';
import { type FeedbackName, feedbacks } from '../../rules/feedbacks.js';
import { needsOf } from '../../rules/needs.js';
import type { Formula } from '../../rules/rule.js';
import type { AsPhases, RelaxationRule, Steps } from '../rule.js';
import { choicesByNode, standardVariant, type Variant, variantName } from '../variant.js';

/** The rule of a variant of Activation Relaxation. */
export function arVariant(variant: Variant): RelaxationRule {
  const choices = variantName(variant);
  const pathways = pathwaysOf(variant);
  const inPhases = inPhasesOf(variant);
  return {
    kind: 'relaxation',
    name: choices ? `ar, ${choices}` : 'ar',
    feedback: pathways.default,
    feedbacks: pathways,
    choices: choicesByNode(variant),
    biasInDerivative: variant.bias === 'included',
    inputsRelax: variant.inputs === 'relaxing',
    linear: !namesIn(variant.derivative).includes('current') && variant.plasticity !== 'continuous',
    get needs() {
      return needsOf(inPhases({ steps: 1, stepSize: 1, initial: 'forward' }).rule);
    },
    inPhases,
  };
}

const activity = ((_, n) => n.x) as Formula;

const pathwaysOf = ({ feedback }: Variant): Choice<FeedbackPathway> =>
  choiceOf<FeedbackName, FeedbackPathway>(feedback, feedbacks);

const made = new WeakMap<FeedbackPathway, Map<string, AsPhases>>();

/** The same rule object for the same choices and steps, so that what is found out about it is found once. */
const inPhasesOf =
  (variant: Variant): ((steps: Steps) => AsPhases) =>
  ({ steps, stepSize, initial }) => {
    const pathway = pathwaysOf(variant).default;
    const all = made.get(pathway) ?? new Map<string, AsPhases>();
    made.set(pathway, all);
    const key = `${variantName(variant)} ${steps} ${stepSize} ${initial}`;
    const known = all.get(key) ?? { rule: phases.of({ ...variant, steps, stepSize, initial }), activity };
    all.set(key, known);
    return known;
  };

/** Activation Relaxation (Millidge, Tschantz, Seth, Buckley 2020, arXiv 2009.05359), frozen forward pass. */
export const ar: RelaxationRule = Object.assign(arVariant(standardVariant), { of: arVariant });
