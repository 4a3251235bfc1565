import type { Signals } from '../../../rules/rule.js';
import type { Weights } from '../../../synapses/phases/weights.js';
import type { PhasedCircuit } from './circuit.js';
import type { Teaching } from './script.js';
import type { Statements } from './statements.js';

/** Weights that move in a step in which neurons move one after the other: by what was before it, when all have moved. */
export class LaterAdapting {
  private readonly gradients = new Map<Teaching, ReadonlyMap<Weights, Float64Array>>();

  constructor(
    private readonly around: { readonly circuit: PhasedCircuit; readonly statements: Statements },
  ) {}

  take(step: Teaching, first: boolean, last: boolean, signals: Signals): void {
    const { circuit, statements } = this.around;
    if (first) {
      const turns = circuit.of(step).map((member) => ({ member, units: member.population.all }));
      statements.teach(step, turns, signals);
      this.gradients.set(step, this.taken());
    }
    if (!last) return;
    circuit.settle();
    for (const [weights, gradient] of this.gradients.get(step)!) weights.touch().set(gradient);
    statements.descend(step, signals);
  }

  private taken(): ReadonlyMap<Weights, Float64Array> {
    const entries = [...this.around.circuit.weights.values()].flatMap((weights) => {
      const gradient = weights.gradient?.slice();
      weights.forget();
      return gradient ? [[weights, gradient] as const] : [];
    });
    return new Map(entries);
  }
}
