import { derivatives } from '../../neurons/derivatives.js';
import type { NeuronModel } from '../../neurons/model.js';
import { activationRelaxation } from '../../neurons/models/activation-relaxation.js';
import { ar as phases } from '../../rules/ar.js';
import { feedbacks } from '../../rules/feedbacks.js';
import { needsOf } from '../../rules/needs.js';
import type { Formula } from '../../rules/rule.js';
import type { Plasticity } from '../../synapses/plasticity.js';
import { presynaptics } from '../../synapses/presynaptics.js';
import { timings } from '../../synapses/timings.js';
import type { AsPhases, RelaxationRule, Steps } from '../rule.js';
import { standardVariant, type Variant, variantName } from '../variant.js';

/** The rule of a variant of Activation Relaxation. */
export function arVariant(variant: Variant): RelaxationRule {
  const neuron = activationRelaxation(derivatives[variant.derivative]);
  const plasticity = plasticityOf(variant);
  const choices = variantName(variant);
  const inPhases = inPhasesOf(variant);
  return {
    kind: 'relaxation',
    name: choices ? `ar, ${choices}` : 'ar',
    neuron,
    feedback: feedbacks[variant.feedback],
    plasticity,
    biasInDerivative: variant.bias === 'included',
    inputsRelax: variant.inputs === 'relaxing',
    carriesUp: carriesUp(neuron, plasticity),
    linear: neuron.linear && !plasticity.timing.whileRelaxing,
    get needs() {
      return needsOf(inPhases({ steps: 1, stepSize: 1, initial: 'forward' }).rule);
    },
    inPhases,
  };
}

const activity = ((_, n) => n.x) as Formula;

/** The same rule object for the same steps, so that what is found out about it is found once. */
function inPhasesOf(variant: Variant): (steps: Steps) => AsPhases {
  const made = new Map<string, AsPhases>();
  return ({ steps, stepSize, initial }) => {
    const key = `${steps} ${stepSize} ${initial}`;
    const known = made.get(key) ?? { rule: phases.of({ ...variant, steps, stepSize, initial }), activity };
    made.set(key, known);
    return known;
  };
}

function carriesUp(neuron: NeuronModel, { readsMoving, timing }: Plasticity): RelaxationRule['carriesUp'] {
  if (!neuron.linear || (readsMoving && timing.whileRelaxing)) return 'always';
  return readsMoving ? 'finally' : 'never';
}

/** dL/dw = x_post f'(a_post) x_pre (arXiv 2009.05359, eq. 6, with the sign of its code), of the chosen f' and x_pre. */
function plasticityOf(variant: Variant): Plasticity {
  const derivative = derivatives[variant.updateDerivative];
  const presynaptic = presynaptics[variant.presynaptic];
  return {
    name: `${presynaptic.name} activity, ${derivative.name} derivative`,
    terms: [
      {
        gain: 1,
        pre: presynaptic.of,
        post: (m, neuron) => derivative.times(m, neuron.activity, neuron),
      },
    ],
    timing: timings[variant.plasticity],
    readsMoving: presynaptic.moving || derivative.moving,
  };
}

/** Activation Relaxation (Millidge, Tschantz, Seth, Buckley 2020, arXiv 2009.05359), frozen forward pass. */
export const ar: RelaxationRule = Object.assign(arVariant(standardVariant), { of: arVariant });
