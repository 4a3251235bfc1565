import type { Phase, Rule, Statement } from './rule.js';

/** All statements of a phase, in the order in which they first come. */
export const statementsOf = ({ begins = [], talk, moves = [], ends = [] }: Phase): readonly Statement[] => [
  ...begins,
  ...talk,
  ...moves,
  ...ends,
];

/** Weights move during its phases. */
export function adapts(rule: Rule): boolean {
  let known = adapting.get(rule);
  if (known === undefined) {
    known = rule.phases.some(adaptsIn);
    adapting.set(rule, known);
  }
  return known;
}

const adapting = new WeakMap<Rule, boolean>();

/** Weights move during a phase. */
export const adaptsIn = (phase: Phase): boolean => statementsOf(phase).some(({ kind }) => kind === 'adapt');

/** Names of the states that a neuron has. */
export function statesOf({ phases }: Rule): readonly string[] {
  const names = phases.flatMap(statementsOf).flatMap((one) => {
    return one.kind === 'set' || one.kind === 'move' ? Object.keys(one.values) : [];
  });
  return [...new Set(names)];
}

const keysKnown = new WeakMap<Rule, Map<string, readonly string[]>>();

/** Keys under which anything is said on a path: found once, for engines ask at every presentation. */
export function keysOf(rule: Rule, path: string): readonly string[] {
  let known = keysKnown.get(rule);
  if (!known) {
    known = new Map();
    keysKnown.set(rule, known);
  }
  let keys = known.get(path);
  if (!keys) {
    keys = findKeys(rule, path);
    known.set(path, keys);
  }
  return keys;
}

function findKeys({ phases }: Rule, path: string): readonly string[] {
  const names = phases.flatMap(statementsOf).flatMap((one) => {
    return one.kind === 'say' && one.path === path ? Object.keys(one.values) : [];
  });
  return [...new Set(names)];
}

/** How many steps a phase takes; none where it only talks. */
export const numberOfSteps = ({ steps = 0 }: Phase): number => steps;

/** Under which name a neuron finds what arrives on a path. */
export const inletOf = (path: string): string =>
  path === 'up' ? 'basal' : path === 'down' ? 'apical' : path;
