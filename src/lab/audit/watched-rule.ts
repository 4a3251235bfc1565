import type { Activation } from '../../neurons/activation.js';
import type { Loss } from '../../neurons/loss.js';
import type { NeuronModel } from '../../neurons/model.js';
import type { RelaxationRule } from '../../sim/rule.js';
import type { Plasticity, PlasticityTerm } from '../../synapses/plasticity.js';
import { type Formulas, watched } from './watched-functions.js';

const slopes = ['slope', 'currentSlope'];

/** The rule, its functions computing with values that they cannot look at: it gives the same numbers, or is caught. */
export function watchedRule(rule: RelaxationRule, formulas: Formulas): RelaxationRule {
  return {
    ...rule,
    neuron: watchedModel(rule.neuron, formulas),
    plasticity: watchedPlasticity(rule, formulas),
  };
}

function watchedModel(model: NeuronModel, formulas: Formulas): NeuronModel {
  const { linear } = model;
  return {
    linear,
    velocity: watched('neuron.velocity', ['activity', 'drive'], formulas, (m, s) => model.velocity(m, s)),
    equilibrium: watched('neuron.equilibrium', ['drive'], formulas, (m, s) => model.equilibrium(m, s)),
    feedback: watched('neuron.feedback', ['activity', ...slopes], formulas, (m, s) => model.feedback(m, s)),
  } as NeuronModel;
}

function watchedPlasticity({ plasticity }: RelaxationRule, formulas: Formulas): Plasticity {
  const terms = plasticity.terms.map((term, i) => watchedTerm(term, `plasticity.${i}`, formulas));
  return { ...plasticity, terms };
}

function watchedTerm(term: PlasticityTerm, name: string, formulas: Formulas): PlasticityTerm {
  return {
    get gain() {
      const { gain } = term;
      formulas.constant(`${name}.gain`, gain);
      return gain;
    },
    pre: watched(`${name}.pre`, ['forwardActivity', 'currentActivity'], formulas, (m, s) => term.pre(m, s)),
    post: watched(`${name}.post`, ['activity', ...slopes], formulas, (m, s) => term.post(m, s)),
  } as PlasticityTerm;
}

/** An activation function, computing with values that it cannot look at. */
export function watchedActivation(activation: Activation, name: string, formulas: Formulas): Activation {
  return {
    rate: watched(`${name}.rate`, undefined, formulas, (m, a) => activation.rate(m, a)),
    slope: watched(`${name}.slope`, undefined, formulas, (m, a) => activation.slope(m, a)),
  } as Activation;
}

/** A loss, computing with values that it cannot look at. */
export function watchedLoss(loss: Loss, name: string, formulas: Formulas): Loss {
  const known = ['activity', 'target', ...(loss.pool ? ['pooled', 'total'] : [])];
  return {
    pool: loss.pool,
    share: (m, output) => loss.share(m, output),
    error: watched(`${name}.error`, known, formulas, (m, s) => loss.error(m, s)),
  } as Loss;
}
