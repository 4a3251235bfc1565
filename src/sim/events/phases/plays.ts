import { playEquilibrium } from './equilibrium-play.js';
import type { InTime, Scene } from './in-time.js';
import { playKinks } from './kink-play.js';
import { playThresholds } from './threshold-play.js';
import { playTrajectories } from './trajectory-play.js';

const plays = {
  trajectory: playTrajectories,
  threshold: playThresholds,
  equilibrium: playEquilibrium,
} as const;

/** How neurons go through a phase in continuous time. */
export function playOf({ moving }: Scene, { way }: InTime) {
  return way === 'trajectory' && moving.equation.slopes ? playKinks : plays[way];
}
