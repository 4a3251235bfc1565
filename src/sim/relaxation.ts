import { z } from 'zod';
import { refuse } from '../errors.js';
import { messagesNames } from '../neurons/speech.js';
import { nameIn, oneOf, read } from '../schema.js';
import { quantumSchema } from './messages.js';
import { refuseIdle } from './needs.js';
import { speechNeeds } from './relaxation-needs.js';
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

/** Longer relaxations, in steps or tau, are mistakes. */
const most = 1e9;

const count = `a whole number from 0 to ${most}`;
const step = 'a number above 0 and below 2 (Euler steps diverge from 2 on)';
const time = `a time from 0 to ${most} tau`;
const scatter = 'a finite number of at least 0';
const above0 = 'a finite number above 0';

const schema = z.strictObject({
  solver: oneOf(solverNames).optional(),
  schedule: nameIn(schedules).optional(),
  steps: z.int(count).min(0, count).max(most, count).optional(),
  stepSize: z.number(step).optional(),
  initial: oneOf(['forward', 'zero']).optional(),
  duration: z.number(time).min(0, time).max(most, time).optional(),
  messages: oneOf(messagesNames).optional(),
  quantum: quantumSchema.optional(),
  relativeQuantum: z.number(above0).positive(above0).optional(),
  anneal: z.number('a finite time above 0 tau').positive('a finite time above 0 tau').optional(),
  smallestQuantum: quantumSchema.optional(),
  flush: z.boolean('true or false').optional(),
  band: z.number(scatter).min(0, scatter).optional(),
  seed: z.int('a whole number').optional(),
});

/**
 * Fills in the defaults and checks the rest: the one reader of relaxations, of whoever gives them. What is undefined is not
 * given.
 * @throws {InputError} on an unknown key or name, a value of another kind, or a step size outside (0, 2): there the factor
 * |1 - stepSize| is not below 1 and the iteration does not settle
 */
export function relaxationOf(given: unknown = {}, where = 'relaxation'): Relaxation {
  const asked = Object.entries(read(where, schema, given)).filter(([, value]) => value !== undefined);
  const relaxation: Relaxation = { ...paperRelaxation, ...Object.fromEntries(asked) };
  const { stepSize } = relaxation;
  if (!(stepSize > 0 && stepSize < 2)) {
    const hint = '0.1, or 1 for the fastest settling';
    refuse({ where: `${where}.stepSize`, got: String(stepSize), expected: step, hint });
  }
  const names = asked.map(([name]) => name);
  refuseIdle(speechNeeds, names, { ...relaxation }, (name) => `${where}.${name}`);
  checkDuration(where, relaxation);
  checkBand(where, relaxation);
  checkSpeech(where, relaxation);
  return relaxation;
}

/** Whether the event engine makes steps: neither continuous time, nor threshold messages, nor straight to equilibrium. */
export const makesSteps = ({ duration, messages, solver }: Relaxation): boolean =>
  duration === undefined && messages !== 'threshold' && solver !== 'equilibrium';

function checkDuration(where: string, { duration, solver }: Relaxation): void {
  if (duration === undefined) return;
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
  if (duration === undefined || messages === 'threshold') {
    const got = duration === undefined ? 'it without a duration' : 'it with messages threshold';
    refuse({ where: `${where}.band`, got, expected: 'a duration with trajectory messages' });
  }
}
