import type { Layout } from '../../network/layout.js';
import type { Need } from '../../rules/locality.js';
import { readsError } from '../../rules/needs.js';
import type { Rule } from '../../sim/rule.js';
import { schedules } from '../../sim/schedules.js';
import type { Relaxation } from '../../sim/simulator.js';
import type { Reading } from './levels.js';

/** What was seen against what was declared. */
export interface Comparison {
  /** Seen, and not declared. */
  readonly undeclared: readonly Need[];
  /** Declared, and not seen. */
  readonly unseen: readonly Need[];
}

/** All that a rule, its relaxation and the losses of a network say they need that is not local now. */
export function declaredNeeds(rule: Rule, relaxation: Relaxation, { outputs }: Layout): readonly Need[] {
  const pool = ['pooled activities', 'pooled targets'].map(
    (reads): Need => ({ update: 'output error', reads, level: 4 }),
  );
  return [
    ...rule.needs,
    ...(rule.kind === 'relaxation' ? relaxationNeeds(relaxation) : []),
    ...(readsErrors(rule) && outputs.some(({ loss }) => loss!.pool) ? pool : []),
  ];
}

const readsErrors = (rule: Rule) => rule.kind !== 'phases' || readsError(rule.rule);

function relaxationNeeds({ messages, duration, solver, schedule, flush }: Relaxation): readonly Need[] {
  const need = (reads: string): Need => ({ update: 'activity', reads, level: 2 });
  if (messages === 'threshold') {
    const rest = [need('signal rest'), need('phase')];
    return [
      ...rest,
      ...(duration === undefined ? [] : [need('signal sample')]),
      ...(flush ? [need('settle signal')] : []),
    ];
  }
  if (duration !== undefined) return [need('signal sample')];
  return solver === 'equilibrium' ? [need('settle signal')] : schedules[schedule].needs;
}

/** Holds what was seen against what was declared. */
export function compareNeeds(readings: readonly Reading[], declared: readonly Need[]): Comparison {
  const seen = readings.flatMap(({ update, reads, level }) =>
    level === 0 ? [] : [{ update, reads, level }],
  );
  return { undeclared: without(seen, declared), unseen: without(declared, seen) };
}

const without = (all: readonly Need[], others: readonly Need[]) =>
  all.filter((one) => !others.some((other) => nameOf(one) === nameOf(other)));

const nameOf = ({ update, reads, level }: Need) => `${update} ${reads} ${level}`;
