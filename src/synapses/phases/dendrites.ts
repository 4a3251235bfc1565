import { addToRowAt, addToSomeAt } from '../../math/blocks.js';
import { mostly, nonZeros } from '../../math/sparse-blocks.js';
import { ruleNumbers } from '../../neurons/phases/arithmetic.js';
import type { Afferents, AnyTerm } from '../../neurons/phases/population.js';
import type { Line } from './line.js';
import { ListDendrites } from './list-dendrites.js';
import { Presynaptic } from './presynaptic.js';
import type { BlockProjection, Projection } from './projection.js';

/** Where the synapses of a projection learn. */
export const dendritesOf = (projection: Projection, line: Line): Afferents =>
  projection.pattern ? new ListDendrites(projection, line) : new Dendrites(projection, line);

/** Where the synapses of a block learn: from what their neurons tell them, and what they last heard. */
class Dendrites implements Afferents {
  readonly fan: number;
  readonly of: Afferents['of'];
  private readonly presynaptic: Presynaptic;

  constructor(
    private readonly projection: BlockProjection,
    private readonly line: Line,
  ) {
    this.fan = projection.from.size;
    this.of = projection.of;
    this.presynaptic = new Presynaptic(line);
  }

  learn(term: AnyTerm, factors: Float64Array, units: Int32Array): void {
    const { projection, line, presynaptic } = this;
    const { weights, offset, toStride } = projection;
    const pre = new Float64Array(projection.from.size);
    const gradient = weights.touch();
    // All synapses of an axon have heard the same, or each its own.
    if (line.spread === 0) presynaptic.collect(term, 0, pre);
    // Axons whose factor is not 0: of images, few.
    const some = line.spread === 0 && !term.own ? nonZeros(pre) : undefined;
    const sparse = some !== undefined && some.length <= pre.length * mostly;
    for (let i = 0; i < units.length; i++) {
      const post = units[i];
      // Half of all relu neurons have nothing to teach.
      if (factors[post] === 0) continue;
      if (line.spread > 0) presynaptic.collect(term, post, pre);
      if (term.own) this.learnFromWeights(term.own, gradient, factors[post], pre, post);
      // What is no number times 0 is none, either.
      else if (sparse && Number.isFinite(factors[post]))
        addToSomeAt(gradient, offset + post * toStride, factors[post], pre, some);
      else addToRowAt(gradient, offset + post * toStride, factors[post], pre);
    }
  }

  private learnFromWeights(
    own: NonNullable<AnyTerm['own']>,
    gradient: Float64Array,
    factor: number,
    pre: Float64Array,
    post: number,
  ): void {
    const { offset, toStride, fromStride, weights, mate } = this.projection;
    for (let unit = 0; unit < pre.length; unit++) {
      const k = offset + post * toStride + unit * fromStride;
      const beside = mate.weights.values[mate.offset + post * mate.toStride + unit * mate.fromStride];
      gradient[k] += factor * pre[unit] * own<number>(ruleNumbers, weights.values[k], beside);
    }
  }
}
