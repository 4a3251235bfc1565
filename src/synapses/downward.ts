import type { Follow, TraceColumns } from '../messages/message.js';
import type { FeedbackPathway } from '../rules/feedback.js';

/** The weights with which the synapses of a block carry feedback down, [posts, pres]: those of the pathway in use. */
export class Downward {
  weights: Float64Array;
  /** They learn beside the forward ones. */
  learns = false;
  /** What an optimiser keeps of each. */
  readonly traces: TraceColumns = new Map();

  /** @param own feedback weights, if the block has any */
  constructor(
    private readonly forward: Float64Array,
    private own: Float64Array | undefined,
  ) {
    this.weights = forward;
  }

  /** Carries down by a pathway from now on. */
  use({ ownWeights, learns }: Pick<FeedbackPathway, 'ownWeights' | 'learns'>): void {
    this.weights = ownWeights && this.own ? this.own : this.forward;
    this.learns = learns && this.own !== undefined;
  }

  /** The feedback weight of synapse `i`, whether or not it is in use; undefined if the block has none. */
  get(i: number): number | undefined {
    return this.own?.[i];
  }

  set(i: number, weight: number): void {
    this.own ??= new Float64Array(this.forward.length);
    this.own[i] = weight;
  }

  /** There are none any more. */
  drop(): void {
    if (this.weights === this.own) this.weights = this.forward;
    this.own = undefined;
    this.learns = false;
  }

  /** A copy of the feedback weights, if the block has any of its own. */
  state(): Float64Array | undefined {
    return this.own?.slice();
  }

  restore(own: Float64Array | undefined): void {
    if (own) for (const [i, weight] of own.entries()) this.set(i, weight);
  }

  /** From `from` up to `to`: weight <- keep weight - rate gradient. */
  learn(gradients: Float64Array, from: number, to: number, keep: number, rate: number): void {
    const { own } = this;
    if (!this.learns || !own) return;
    for (let i = from; i < to; i++) own[i] = keep * own[i] - rate * gradients[i];
  }

  /** The same, as an optimiser has it. */
  follow(gradients: Float64Array, from: number, to: number, follow: Follow): void {
    if (this.learns && this.own) follow(this.own, gradients, this.traces, from, to);
  }
}
