import type { Layout } from '../../network/layout.js';
import type { Need } from '../../rules/locality.js';
import { readsError } from '../../rules/needs.js';
import { makesSteps } from '../../sim/relaxation.js';
import type { Rule } from '../../sim/rule.js';
import { schedules } from '../../sim/schedules.js';
import type { Relaxation } from '../../sim/simulator.js';
import type { Reading } from './levels.js';
import { portedNodes, sharedWeight, sharingNodes, slopeTowardsPort } from './shared.js';

/** What was seen against what was declared. */
export interface Comparison {
  /** Seen, and not declared. */
  readonly undeclared: readonly Need[];
  /** Declared, and not seen. */
  readonly unseen: readonly Need[];
}

/** All that a rule, its relaxation and the losses of a network say they need that is not local now. */
export function declaredNeeds(rule: Rule, relaxation: Relaxation, layout: Layout): readonly Need[] {
  const { outputs } = layout;
  const pool = ['pooled activities', 'pooled targets'].map(
    (reads): Need => ({ update: 'output error', reads, level: 4 }),
  );
  return [
    ...rule.needs.filter(({ reads }) => reads !== 'tick' || ticks(relaxation)),
    ...(relaxation.solver === 'equilibrium' ? [order] : []),
    ...(sharingNodes(layout).length > 0 ? [sharedWeight] : []),
    ...(rule.kind === 'backpropagation' && portedNodes(layout).length > 0 ? [slopeTowardsPort] : []),
    ...(readsErrors(rule) && outputs.some(({ loss }) => loss!.pool) ? pool : []),
  ];
}

const order: Need = { update: 'every state', reads: 'order of layers', level: 2 };

const readsErrors = (rule: Rule) => rule.kind !== 'phases' || readsError(rule.rule);

/** Whether neurons move at the ticks of a clock that several hear at once. */
const ticks = (relaxation: Relaxation): boolean =>
  makesSteps(relaxation) && schedules[relaxation.schedule].needs.length > 0;

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
