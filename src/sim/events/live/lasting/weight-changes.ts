import { taught } from '../../../../neurons/phases/counting.js';
import type { Population } from '../../../../neurons/phases/population.js';
import { MadeWeights } from '../../../../synapses/phases/made-weights.js';
import type { Weights } from '../../../../synapses/phases/weights.js';
import { rateOf } from '../../../rates.js';
import type { LearningRates } from '../../../simulator.js';
import type { PhasedCircuit } from '../../phases/circuit.js';
import type { Taught } from '../../phases/script.js';
import { eachRunInto } from './own-synapses.js';

/** Has neurons teach their synapses, whose weights change at once. */
export class WeightChanges {
  private readonly made: readonly MadeWeights[];

  constructor(
    private readonly circuit: PhasedCircuit,
    private readonly rates: LearningRates,
  ) {
    const made = circuit.projections.flatMap(({ weights }) =>
      weights instanceof MadeWeights ? [weights] : [],
    );
    this.made = [...new Set(made)];
  }

  /** @param factors of each term, by neuron: what its formula comes to, without the gain */
  teach(
    population: Population,
    learned: readonly Taught[],
    factors: readonly Float64Array[],
    units: Int32Array,
  ): void {
    const { circuit } = this;
    for (const [k, { path, term }] of learned.entries()) {
      const { gain = 1 } = term;
      // Those who know of no presentation are told nothing: a gain is a constant.
      const scaled = gain === 1 ? factors[k] : factors[k].map((factor) => factor * (gain as number));
      population.instruct(path, term, scaled, units);
      circuit.medium.cost.teach(units.length, taught(population, path, units));
    }
    for (const path of new Set(learned.map(({ path }) => path))) this.descend(population, path, units);
  }

  /** So many weights go down their gradients, from `from` on, `stride` apart. */
  change(weights: Weights, from: number, count: number, stride: number): void {
    weights.descendSome(rateOf(weights.name, this.rates), from, count, stride);
    for (const made of this.made) if (made.follow(weights)) made.remakeSome(from, count, stride);
  }

  private descend(population: Population, path: string, units: Int32Array): void {
    const { projections, synapses, weights } = this.circuit;
    for (const [p, one] of projections.entries()) {
      if (one.to !== population || one.path !== path || one.shared) continue;
      for (const unit of units) {
        eachRunInto(one, unit, (...run) => this.change(one.weights, ...run));
        // What was carried stands: it is weighed anew.
        synapses[p].hearAgain(unit);
      }
    }
    const bias = weights.get(`${population.name}.bias`);
    if (path === 'up' && bias) for (const unit of units) this.change(bias, unit, 1, 1);
  }
}
