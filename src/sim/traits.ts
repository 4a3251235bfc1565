import { degreeOf, degreesOf, motionIn, relevantTo } from '../rules/dynamics.js';
import { movingPhases } from '../rules/equation.js';
import { adapts, statementsOf } from '../rules/names.js';
import type { Phase, Rule as Phases } from '../rules/rule.js';
import { trace } from '../rules/symbols.js';
import type { Rule } from './rule.js';

/** The phases of a rule, for what is asked of its formulas, whatever its steps. */
export function phasesOf(rule: Rule): Phases {
  if (rule.kind === 'phases') return rule.rule;
  return rule.kind === 'relaxation' ? rule.inPhases(anySteps).rule : rule.inPhases().rule;
}

const anySteps = { steps: 1, stepSize: 1, initial: 'forward' } as const;

/** Weights move while a presentation goes on. */
export const movesWeights = (rule: Rule): boolean => adapts(phasesOf(rule));

/** Weights that carry messages down learn. */
export function learnsFeedback(rule: Rule): boolean {
  const { paths, phases } = phasesOf(rule);
  return phases.flatMap(statementsOf).some((one) => {
    if (one.kind !== 'learn' && one.kind !== 'adapt') return false;
    return Object.keys(one.terms).some((path) => paths[path].way === 'down');
  });
}

const bending = new WeakMap<Phases, boolean>();

/** What moves does so by more than shares of what moves: by derivatives that are taken on the way, say. */
export function bends(rule: Rule): boolean {
  const phases = phasesOf(rule);
  const known = bending.get(phases) ?? movingPhases(phases).some((phase) => bendsIn(phases, phase));
  bending.set(phases, known);
  return known;
}

function bendsIn(rule: Phases, phase: Phase): boolean {
  const here = motionIn(trace(rule), phase).filter(({ what }) => what.kind !== 'adapt');
  const relevant = relevantTo(here);
  const degrees = degreesOf(relevant);
  return relevant.some(({ expression }) => degreeOf(expression, degrees) === 2);
}
