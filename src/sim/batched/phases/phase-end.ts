import type { Phase } from '../../../rules/rule.js';
import type { PhaseEnd } from '../../phase-end.js';
import { isMeant } from '../../roles.js';
import type { Presentation } from './presentation.js';

/** How a phase ended: the energy of the rule, and how fast anything would still move. */
export function endOf<T>(phase: Phase, presentation: Presentation<T>): PhaseEnd {
  const energy = energyOf(presentation);
  const velocity = velocityOf(phase, presentation);
  return {
    name: phase.name,
    ...(energy !== undefined && { energy }),
    ...(velocity !== undefined && { velocity }),
  };
}

/** Sum over all neurons, mean over the batch. */
function energyOf<T>({ given, stage, evaluate }: Presentation<T>): number | undefined {
  const { rule, batch, m } = given;
  if (!rule.energy) return undefined;
  const neurons = [...stage.neurons.values()].filter(({ unit }) => unit.node);
  return neurons.reduce((sum, one) => sum + total(m.read(evaluate(one, rule.energy!))), 0) / batch;
}

/** The largest |dx/dt|; undefined where nothing moves. */
function velocityOf<T>(
  { moves = [], stepSize = 1 }: Phase,
  { given, stage, evaluate, atRest }: Presentation<T>,
): number | undefined {
  const largest = moves.flatMap((move) => {
    if (move.kind !== 'move') return [];
    const meant = [...stage.neurons.values()].filter(({ unit }) => isMeant(move.who, unit));
    return Object.values(move.values).flatMap((formula) =>
      meant.map((neurons) => largestOf(given.m.read(evaluate(neurons, formula!, { ...atRest, stepSize })))),
    );
  });
  // A number that is none says that it diverged.
  return largest.length === 0 ? undefined : largest.reduce((a, b) => (a > b || Number.isNaN(a) ? a : b));
}

const total = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);

function largestOf(values: Float32Array): number {
  let largest = 0;
  for (const value of values) if (!(Math.abs(value) <= largest)) largest = Math.abs(value);
  return largest;
}
