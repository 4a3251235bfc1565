import type { Phase } from '../../../rules/rule.js';
import type { PhaseEnd } from '../../phase-end.js';
import { isMeant } from '../../roles.js';
import type { Presentation } from './presentation.js';

/** How a phase ended: the energy of the rule, and how fast anything would still move; told once what was read is there. */
export function endOf<T>(phase: Phase, presentation: Presentation<T>): () => PhaseEnd {
  const energy = energyOf(presentation);
  const velocity = velocityOf(phase, presentation);
  return () => ({
    name: phase.name,
    ...(energy && { energy: energy() }),
    ...(velocity && { velocity: velocity() }),
  });
}

/** Sum over all neurons, mean over the batch. */
function energyOf<T>({ given, stage, evaluate }: Presentation<T>): (() => number) | undefined {
  const { rule, batch, m } = given;
  if (!rule.energy) return undefined;
  const neurons = [...stage.neurons.values()].filter(({ unit }) => unit.node);
  const energies = neurons.map((one) => m.read(evaluate(one, rule.energy!)));
  return () => energies.reduce((sum, values) => sum + total(values), 0) / batch;
}

/** The largest |dx/dt|; undefined where nothing moves. */
function velocityOf<T>(
  { moves = [], stepSize = 1 }: Phase,
  { given, stage, evaluate, atRest }: Presentation<T>,
): (() => number) | undefined {
  const velocities = moves.flatMap((move) => {
    if (move.kind !== 'move') return [];
    const meant = [...stage.neurons.values()].filter(({ unit }) => isMeant(move, unit));
    return Object.values(move.values).flatMap((formula) =>
      meant.map((neurons) => given.m.read(evaluate(neurons, formula!, { ...atRest, stepSize }))),
    );
  });
  if (velocities.length === 0) return undefined;
  // A number that is none says that it diverged.
  return () => velocities.map(largestOf).reduce((a, b) => (a > b || Number.isNaN(a) ? a : b));
}

const total = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);

function largestOf(values: Float32Array): number {
  let largest = 0;
  for (const value of values) if (!(Math.abs(value) <= largest)) largest = Math.abs(value);
  return largest;
}
