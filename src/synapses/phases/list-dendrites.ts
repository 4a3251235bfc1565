import { addEntriesToListRow, addToListRow } from '../../math/lists.js';
import { ruleNumbers } from '../../neurons/phases/arithmetic.js';
import type { Afferents, AnyTerm } from '../../neurons/phases/population.js';
import type { Line } from './line.js';
import { Presynaptic } from './presynaptic.js';
import { type ListProjection, perNeuron } from './projection.js';

/**
 * Where the synapses of a list learn. Of several that share a weight each adds to its gradient, in the order of the neurons
 * that are told, and of their synapses.
 */
export class ListDendrites implements Afferents {
  readonly fan: number;
  readonly fans: Int32Array;
  readonly atPorts: boolean;
  readonly of: Afferents['of'];
  private readonly presynaptic: Presynaptic;

  constructor(
    private readonly projection: ListProjection,
    private readonly line: Line,
  ) {
    const { pattern, to } = projection;
    this.fans = perNeuron(pattern.degrees, to.size);
    this.fan = pattern.pres;
    this.of = projection.of;
    this.atPorts = pattern.posts > to.size;
    this.presynaptic = new Presynaptic(line);
  }

  learn(term: AnyTerm, factors: Float64Array, units: Int32Array): void {
    const { projection, presynaptic, line } = this;
    const { weights, pattern } = projection;
    // By axon, or by synapse where each hears its own.
    const pre = new Float64Array(line.bySynapse ? pattern.count : pattern.pres);
    const gradient = weights.touch();
    presynaptic.collect(term, 0, pre);
    for (let i = 0; i < units.length; i++) {
      const post = units[i];
      if (factors[post] === 0) continue;
      if (term.own) this.learnFromWeights(term.own, gradient, factors[post], pre, post);
      else if (line.bySynapse) addEntriesToListRow(gradient, pattern, post, factors[post], pre);
      else addToListRow(gradient, pattern.rows, post, factors[post], pre);
    }
  }

  private learnFromWeights(
    own: NonNullable<AnyTerm['own']>,
    gradient: Float64Array,
    factor: number,
    pre: Float64Array,
    post: number,
  ): void {
    const { weights, mate, pattern } = this.projection;
    const { starts, from, places } = pattern;
    const { places: beside } = mate.pattern;
    for (let k = starts[post]; k < starts[post + 1]; k++) {
      const place = places[k];
      const made = own<number>(ruleNumbers, weights.values[place], mate.weights.values[beside[k]]);
      gradient[place] += factor * pre[this.line.bySynapse ? k : from[k]] * made;
    }
  }
}
