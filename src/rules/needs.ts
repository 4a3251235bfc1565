import { type Leaf, leavesOf, nameOf, written } from './expression.js';
import type { Need } from './locality.js';
import { type Kept, Memory } from './memory.js';
import { carriersOf, type Meant, type Phase, type Rule } from './rule.js';
import { type Traced, trace } from './symbols.js';

/** All that a rule reads that is not local now, from its equations: found, not declared. */
export function needsOf(rule: Rule): readonly Need[] {
  const traced = trace(rule);
  const memory = new Memory(rule, traced);
  const all = [
    ...traced.flatMap((one) => keptNeeds(rule, one, memory)),
    ...gradientNeeds(rule, traced),
    ...traced.flatMap((one) => traceNeeds(rule, one)),
    ...(rule.keeps ?? []).map(
      (state) => ({ update: state, reads: `${state} of the sample's last presentation`, level: 1 }) as const,
    ),
    ...(rule.phases.length > 1 ? [{ update: 'every statement', reads: 'phase', level: 2 } as const] : []),
    ...traced.flatMap((one) => signalNeeds(rule, one)),
    ...traced.flatMap((one) => weightNeeds(rule, one)),
    ...traced.filter(({ hides }) => hides).map((one) => needOf(rule, one, 'what it was not given', 4)),
  ];
  return [...new Map(all.map((need) => [`${need.update} ${need.reads} ${need.level}`, need])).values()];
}

/** Whether any formula of a rule reads the error of an output. */
export const readsError = (rule: Rule): boolean =>
  trace(rule).some(({ expression }) => written(expression).includes('errorAt('));

/** Something that a statement keeps from an earlier phase: what the table calls it, and whose it is. */
export interface KeptBy extends Kept {
  readonly need: Need;
  readonly meant: Meant;
}

/** All that is kept, each as often as a formula reads it. */
export function keptIn(rule: Rule): readonly KeptBy[] {
  const traced = trace(rule);
  const memory = new Memory(rule, traced);
  return traced.flatMap((one) =>
    memory
      .keptBy(one)
      .map((kept) => ({ ...kept, meant: one, need: needOf(rule, one, nameOf(kept.leaf), 1) })),
  );
}

/** What formulas compute, by phase and what they compute it for. */
export const equationsOf = (
  rule: Rule,
): readonly { readonly of: string; readonly formula: string; readonly meant: Meant }[] =>
  trace(rule).map((one) => ({
    meant: one,
    of: `${one.phase.name} ${updateOf(rule, one)}${one.what.kind === 'move' ? "'" : ''}`,
    formula: written(one.expression),
  }));

const needOf = (rule: Rule, traced: Traced, reads: string, level: Need['level']): Need => ({
  update: updateOf(rule, traced),
  reads,
  level,
});

/** What tables call what a formula computes. */
function updateOf({ paths }: Rule, { what }: Traced): string {
  if (what.kind === 'say') return `${what.path}.${what.key}`;
  if ('state' in what) return what.state;
  return weightOf(paths, what.path);
}

const weightOf = (paths: Rule['paths'], path: string): string =>
  carriersOf(paths[path]).every(({ weights }) => weights === undefined) ? 'weight' : `${path} weight`;

const keptNeeds = (rule: Rule, traced: Traced, memory: Memory): readonly Need[] =>
  memory.keptBy(traced).map(({ leaf }) => needOf(rule, traced, nameOf(leaf), 1));

// What synapses add up in one phase waits for what they add in another.
function gradientNeeds(rule: Rule, traced: readonly Traced[]): readonly Need[] {
  const phases = new Map<string, Set<Phase>>();
  for (const one of traced) {
    if (one.what.kind !== 'learn') continue;
    const weight = updateOf(rule, one);
    phases.set(weight, (phases.get(weight) ?? new Set()).add(one.phase));
  }
  const added = [...phases].filter(([, { size }]) => size > 1);
  return added.map(([update]) => ({ update, reads: 'gradient added up', level: 1 }));
}

const traceNeeds = (rule: Rule, traced: Traced): readonly Need[] =>
  'lowpass' in traced.what && traced.what.lowpass !== undefined
    ? [needOf(rule, traced, 'trace of its gradient', 1)]
    : [];

function signalNeeds(rule: Rule, traced: Traced): readonly Need[] {
  const { phase, part, what, signals } = traced;
  const reads = [...signals].map((signal) => `signal ${signal}`);
  const stepped = part === 'moves' && (what.kind === 'move' || what.kind === 'adapt');
  if (stepped) reads.push('tick', ...(phase.order ? ['order of layers'] : []));
  if (what.kind === 'learn') reads.push('learn');
  for (const leaf of leavesOf(traced.expression)) if (leaf.kind === 'factor') reads.push(nameOf(leaf));
  return reads.map((read) => needOf(rule, traced, read, 2));
}

function weightNeeds(rule: Rule, traced: Traced): readonly Need[] {
  return leavesOf(traced.expression).flatMap((leaf) => {
    const path = weighedBy(leaf);
    if (path === undefined) return [];
    const carriers = carriersOf(rule.paths[path]);
    if (rule.paths[path].way !== 'down') return [];
    if (leaf.kind === 'mate') return [{ update: weightOf(rule.paths, path), reads: 'mate', level: 3 }];
    const borrows = carriers.some(({ weights }) => weights === undefined);
    return borrows ? [{ update: path, reads: 'weight', level: 3 }] : [];
  });
}

const weighedBy = (leaf: Leaf): string | undefined =>
  leaf.kind === 'inlet' || leaf.kind === 'mate' || leaf.kind === 'weight' ? leaf.path : undefined;
