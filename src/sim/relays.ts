import { refuse } from '../errors.js';
import type { LaidOutNode, Layout } from '../network/layout.js';
import { equationOf, isEquation, movingPhases } from '../rules/equation.js';
import type { Phase, Rule } from '../rules/rule.js';
import { obstacleOf } from './continuous.js';
import type { Mover } from './schedule.js';

const known = new WeakMap<Rule, boolean>();

/**
 * Neurons may be where they would come to rest without taking time: states move by a linear equation, and news of them only
 * go down, so that nobody waits for himself.
 */
export function mayRelay(rule: Rule): boolean {
  const found =
    known.get(rule) ?? (!obstacleOf(rule, 'threshold') && movingPhases(rule).every(goesDown(rule)));
  known.set(rule, found);
  return found;
}

/** Values that move in a phase are heard from above alone: none where it moves by no equation. */
export const goesDown = (rule: Rule) => (phase: Phase) => {
  const equation = equationOf(rule, phase);
  return (
    isEquation(equation) &&
    Object.entries(rule.paths).every(
      ([path, { way }]) =>
        way === 'down' || ![...equation.carried].some((one) => one.startsWith(`said ${path}.`)),
    )
  );
};

/**
 * Nodes that pass on at once what they hear, outputs first: those that the network has as relays, under rules that allow it.
 * @throws {InputError} on a node that is not to relax, under a rule by which it has to
 */
export function relaysOf({ nodes }: Pick<Layout, 'nodes'>, rule: Rule): readonly LaidOutNode[] {
  if (mayRelay(rule)) return nodes.filter(({ role }) => role === 'relay').reverse();
  const odd = movingPhases(rule).length > 0 && nodes.find(({ spec }) => spec.relaxes === false);
  if (!odd) return [];
  return refuse({
    where: `nodes.${odd.name}.relaxes with rule ${rule.name}`,
    got: 'false',
    expected: 'true: by this rule what goes up depends on what comes down, so every neuron takes time',
    hint: 'leaving it out, or rule ar',
  });
}

/** What relays pass on is heard from those behind them: the names of some, with theirs in place of relays. */
export function throughRelays(
  relays: ReadonlySet<string>,
  behind: (name: string) => Iterable<string>,
): (name: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  const find = (name: string): ReadonlySet<string> => {
    const found =
      known.get(name) ??
      new Set([...behind(name)].flatMap((one) => (relays.has(one) ? [...find(one)] : [one])));
    known.set(name, found);
    return found;
  };
  return find;
}

/** Who moves, with those as children who hear of it through relays. @param movers in topological order */
export function moversThrough(
  layout: Pick<Layout, 'inputs' | 'nodes'>,
  movers: readonly Mover[],
  relays: ReadonlySet<string>,
): readonly Mover[] {
  if (relays.size === 0) return movers;
  const children = new Map([...layout.inputs, ...layout.nodes].map((one) => [one.name, one.children]));
  const childrenOf = throughRelays(relays, (name) => children.get(name)!.map((child) => child.name));
  return movers.map((mover) => ({
    ...mover,
    children: [...childrenOf(mover.name)].map((name) => ({ name, parent: 0 })),
  }));
}
