import { numbers } from '../../math/numbers.js';
import { addToRow, addToRowOf, nonZero } from '../../math/rows.js';
import type { TraceColumns, WeightChange } from '../../messages/message.js';
import type { SynapseContext } from '../context.js';
import type { Downward } from '../downward.js';
import type { PlasticityTerm } from '../plasticity.js';
import type { Ascent } from './ascent.js';

/** How the synapses of a block learn: each neuron tells its row what it needs to know. */
export class Plasticity {
  /** What the rule's terms add up to, over the presentations since the last update: [posts, pres]. */
  readonly gradients: Float64Array;
  /** What an optimiser keeps of each. */
  readonly traces: TraceColumns = new Map();
  private factors: Float64Array | undefined;
  /** Axons whose factor is not zero. */
  private taught: readonly number[] = [];
  private factorsOf: PlasticityTerm | undefined;
  private factorsAt = -1;

  constructor(
    private readonly around: SynapseContext,
    private readonly own: { readonly weights: Float64Array; readonly down: Downward },
    private readonly ascent: Ascent,
  ) {
    this.gradients = new Float64Array(own.weights.length);
  }

  /** gradient += gain pre(p) post(q), the last being `value`. */
  learn(post: number, term: number, value: number): void {
    // Half of all relu neurons have nothing to teach, and most pixels nothing to learn: zeros would change no bit.
    if (value === 0) return;
    const factors = this.presynaptic(this.around.rule.plasticity.terms[term]);
    const { gradients, taught } = this;
    if (taught.length === factors.length) addToRow(gradients, factors.length, post, value, factors);
    else addToRowOf(taught, gradients, factors.length, post, value, factors);
  }

  /** weight <- keep weight - rate gradient, or as an optimiser has it; feedback weights that learn likewise */
  update(post: number, { rate, keep, feedbackRate, feedbackKeep, follow }: WeightChange): void {
    const { gradients } = this;
    const { weights, down } = this.own;
    const pres = this.ascent.activity.length;
    const [from, to] = [post * pres, (post + 1) * pres];
    if (follow) {
      down.follow(gradients, from, to, follow.feedback);
      follow.weight(weights, gradients, this.traces, from, to);
      gradients.fill(0, from, to);
      return;
    }
    down.learn(gradients, from, to, feedbackKeep, feedbackRate);
    for (let i = from; i < to; i++) {
      weights[i] = keep * weights[i] - rate * gradients[i];
      gradients[i] = 0;
    }
  }

  forget(post: number): void {
    const pres = this.ascent.activity.length;
    this.gradients.fill(0, post * pres, (post + 1) * pres);
  }

  // gain pre(p), the same for all synapses of an axon, as all have heard the same.
  private presynaptic(term: PlasticityTerm): Float64Array {
    const { activity, forwardActivity, news } = this.ascent;
    this.factors ??= new Float64Array(activity.length);
    if (this.factorsOf === term && this.factorsAt === news) return this.factors;
    for (let pre = 0; pre < activity.length; pre++) {
      const presynaptic = { forwardActivity: forwardActivity[pre], currentActivity: activity[pre] };
      this.factors[pre] = term.gain * term.pre(numbers, presynaptic);
    }
    this.taught = nonZero(this.factors);
    this.factorsOf = term;
    this.factorsAt = news;
    return this.factors;
  }
}
