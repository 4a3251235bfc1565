import type { Relaxation, RelaxPresentation } from './simulator.js';

/**
 * Which steps of a relaxation leave a frame in its course; undefined where none is recorded. The end of a relaxation
 * without steps counts as every step.
 */
export function keptFrames({
  record,
  relaxation,
}: Pick<RelaxPresentation, 'record' | 'relaxation'>): ((step: number) => boolean) | undefined {
  if (!record) return undefined;
  if (record === true || !hasSteps(relaxation)) return () => true;
  const steps = new Set(record);
  return (step) => steps.has(step);
}

function hasSteps({ solver, duration, messages }: Relaxation): boolean {
  return duration !== undefined || (solver !== 'equilibrium' && messages !== 'threshold');
}
