import type { Arithmetic } from '../../math/arithmetic.js';
import type { NeuronModel } from '../../neurons/model.js';
import type { RelaxationRule } from '../../sim/rule.js';
import type { PlasticityTerm } from '../../synapses/plasticity.js';
import { textOf } from './watched-functions.js';

/** The rule as it is, but that it cannot throw through the engine's streams. */
export function guardedRule(rule: RelaxationRule, report: (finding: string) => void): RelaxationRule {
  const { neuron, plasticity } = rule;
  const guard = <A extends readonly unknown[]>(of: string, call: (...given: A) => number) =>
    guarded(of, report, call);
  return {
    ...rule,
    neuron: {
      linear: neuron.linear,
      velocity: guard('neuron.velocity', (m: Numbers, s: never) => neuron.velocity(m, s)),
      equilibrium: guard('neuron.equilibrium', (m: Numbers, s: never) => neuron.equilibrium(m, s)),
      feedback: guard('neuron.feedback', (m: Numbers, s: never) => neuron.feedback(m, s)),
    } as NeuronModel,
    plasticity: {
      ...plasticity,
      terms: plasticity.terms.map(
        (term, i) =>
          ({
            get gain() {
              return term.gain;
            },
            pre: guard(`plasticity.${i}.pre`, (m: Numbers, s: never) => term.pre(m, s)),
            post: guard(`plasticity.${i}.post`, (m: Numbers, s: never) => term.post(m, s)),
          }) as PlasticityTerm,
      ),
    },
  };
}

type Numbers = Arithmetic<number>;

// The same function, which gives 0 where it fails, and says so.
function guarded<A extends readonly unknown[]>(
  of: string,
  report: (finding: string) => void,
  call: (...given: A) => number,
): (...given: A) => number {
  return (...given) => {
    try {
      return call(...given);
    } catch (error) {
      report(`${of} fails when nobody watches: ${textOf(error)}`);
      return 0;
    }
  };
}
