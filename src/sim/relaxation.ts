import { choose, refuse } from '../errors.js';
import { schedules } from './schedules.js';
import type { Relaxation } from './simulator.js';
import { solverNames } from './solvers.js';
import { checkSpeech } from './speech.js';

/** 100 steps of 0.1, as in arXiv 2009.05359. */
export const paperRelaxation: Relaxation = {
  solver: 'auto',
  schedule: 'synchronous',
  steps: 100,
  stepSize: 0.1,
  initial: 'forward',
};

/**
 * Fills in the defaults and checks the rest.
 * @throws {InputError} on an unknown name, a number of steps that is not whole, or a step size outside (0, 2):
 * there the factor |1 - stepSize| is not below 1 and the iteration does not settle
 */
export function relaxationOf(given: Partial<Relaxation> = {}, where = 'relaxation'): Relaxation {
  const relaxation = { ...paperRelaxation, ...given };
  const { steps, stepSize, schedule, solver, initial } = relaxation;
  choose(`${where}.schedule`, schedules, schedule);
  choose(`${where}.initial`, { forward: true, zero: true }, initial);
  choose(`${where}.solver`, Object.fromEntries(solverNames.map((name) => [name, name])), solver);
  if (!Number.isInteger(steps) || steps < 0) {
    refuse({ where: `${where}.steps`, got: String(steps), expected: 'a whole number of at least 0' });
  }
  if (!(stepSize > 0 && stepSize < 2)) {
    refuse({
      where: `${where}.stepSize`,
      got: String(stepSize),
      expected: 'a number above 0 and below 2 (Euler steps diverge from 2 on)',
      hint: '0.1, or 1 for the fastest settling',
    });
  }
  checkSeed(where, relaxation);
  checkDuration(where, relaxation);
  checkBand(where, relaxation);
  checkSpeech(where, relaxation);
  return relaxation;
}

/** Whether the event engine makes steps: neither continuous time, nor threshold messages, nor straight to equilibrium. */
export const makesSteps = ({ duration, messages, solver }: Relaxation): boolean =>
  duration === undefined && messages !== 'threshold' && solver !== 'equilibrium';

function checkSeed(where: string, { schedule, seed }: Relaxation): void {
  if (seed === undefined) return;
  if (!Number.isSafeInteger(seed)) {
    refuse({ where: `${where}.seed`, got: String(seed), expected: 'a whole number' });
  }
  if (schedule !== 'asynchronous') {
    const expected = 'none: only schedule asynchronous has a random order';
    refuse({ where: `${where}.seed`, got: `${seed} with schedule ${schedule}`, expected });
  }
}

function checkDuration(where: string, { duration, solver }: Relaxation): void {
  if (duration === undefined) return;
  if (!(duration >= 0 && duration < Infinity)) {
    refuse({
      where: `${where}.duration`,
      got: String(duration),
      expected: 'a finite time of at least 0 tau',
    });
  }
  if (solver !== 'closed-form' && solver !== 'auto') {
    refuse({
      where: `${where}.duration`,
      got: `${duration} with solver ${solver}`,
      expected: 'continuous time with solver closed-form',
      hint: '--steps and --step-size',
    });
  }
}

function checkBand(where: string, { band, duration, messages }: Relaxation): void {
  if (band === undefined) return;
  if (!(band >= 0 && band < Infinity)) {
    refuse({ where: `${where}.band`, got: String(band), expected: 'a finite number of at least 0' });
  }
  if (duration === undefined || messages === 'threshold') {
    const got = duration === undefined ? 'it without a duration' : 'it with messages threshold';
    refuse({ where: `${where}.band`, got, expected: 'a duration with trajectory messages' });
  }
}
