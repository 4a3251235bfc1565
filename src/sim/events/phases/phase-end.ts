import type { Formula, Signals } from '../../../rules/rule.js';
import type { Kinks, PhaseEnd } from '../../phase-end.js';
import type { Told } from '../../told.js';
import type { PhasedCircuit } from './circuit.js';
import type { Act } from './script.js';

/** How a phase ended for a sample: the energy of the rule, and how fast anything would still move. */
export function endOf(
  circuit: PhasedCircuit,
  { phase, moves }: Act,
  told: Told,
  kinks: Kinks | undefined,
): PhaseEnd {
  const signals = { ...told, step: 0, stepSize: phase.stepSize ?? 1 };
  const energy = circuit.rule.energy && energyOf(circuit, circuit.rule.energy, signals);
  const velocity = velocityOf(circuit, moves, signals);
  return {
    name: phase.name,
    ...(energy !== undefined && { energy }),
    ...(velocity !== undefined && { velocity }),
    ...(kinks && { kinks }),
  };
}

/** How phases ended for a batch: the mean energy, the largest velocity, what happened at kinks in all. @param rows how they ended for each sample */
export function endsOf(rows: readonly (readonly PhaseEnd[])[]): readonly PhaseEnd[] {
  return rows[0].map(({ name, energy, velocity, kinks }, k) => ({
    name,
    ...(energy !== undefined && { energy: rows.reduce((sum, row) => sum + row[k].energy!, 0) / rows.length }),
    ...(velocity !== undefined && { velocity: rows.map((row) => row[k].velocity!).reduce(larger) }),
    ...(kinks && { kinks: rows.map((row) => row[k].kinks!).reduce(sumOf) }),
  }));
}

const sumOf = (a: Kinks, b: Kinks): Kinks => ({ crossed: a.crossed + b.crossed, held: a.held + b.held });

/** Sum over all neurons. */
function energyOf(circuit: PhasedCircuit, formula: Formula, signals: Signals): number {
  let sum = 0;
  for (const { population } of circuit.of('neuron')) {
    const shares = population.look({ formula }, signals);
    for (let unit = 0; unit < shares.length; unit++) sum += shares[unit];
  }
  return sum;
}

/** The largest |dx/dt|; undefined where nothing moves. */
function velocityOf(circuit: PhasedCircuit, moves: Act['moves'], told: Signals): number | undefined {
  let largest: number | undefined;
  for (const step of moves) {
    if (step.kind !== 'move') continue;
    for (const { population } of circuit.of(step)) {
      for (const recipe of step.recipes) {
        const velocity = population.look(recipe, told);
        population.cells?.slow(velocity);
        largest ??= 0;
        for (let unit = 0; unit < velocity.length; unit++)
          largest = larger(largest, Math.abs(velocity[unit]));
      }
    }
  }
  return largest;
}

/** A number that is none says that it diverged. */
const larger = (a: number, b: number): number => (a > b || Number.isNaN(a) ? a : b);
