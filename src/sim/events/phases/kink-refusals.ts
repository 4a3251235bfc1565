import { refuse } from '../../../errors.js';
import type { LaidOutNode, Layout } from '../../../network/layout.js';
import type { Activation } from '../../../neurons/activation.js';
import { activations } from '../../../neurons/activations.js';
import { equationOf, isEquation, type MovingSlopes, movingPhases } from '../../../rules/equation.js';
import type { Group } from '../../../rules/groups.js';
import type { Quantity } from '../../../rules/quantities.js';
import type { Path, Rule } from '../../../rules/rule.js';

/** Slopes that move, of each phase in which any do. */
function slopesOf(rule: Rule): readonly MovingSlopes[] {
  return movingPhases(rule).flatMap((phase) => {
    const equation = equationOf(rule, phase);
    return isEquation(equation) && equation.slopes ? [equation.slopes] : [];
  });
}

/**
 * Where slopes move, neurons go from kink to kink.
 * @param where what errors call it @throws {InputError} on a node whose slope moves otherwise
 */
export function refuseCurved(layout: Layout, rule: Rule, where: string): void {
  const curved = slopesOf(rule).flatMap((slopes) =>
    layout.nodes.filter((node) => !node.activation.kinks && isMoved(layout, rule, slopes, node)),
  );
  if (curved.length === 0) return;
  const [{ name, spec }] = curved;
  refuse({
    where,
    got: `node ${name} with activation ${spec.activation ?? 'linear'}`,
    expected: `one of ${piecewiseLinear().join(', ')} wherever a slope moves`,
    hint: 'solver euler with steps',
  });
}

/** @throws {InputError} on a band where no slope changes on the way */
export function refuseIdleBand(rule: Rule, band: number | undefined, where: string): void {
  if (band === undefined || slopesOf(rule).length > 0) return;
  refuse({ where, got: String(band), expected: 'none: no slope changes on the way' });
}

/** Whether anything that moves arrives where a node takes its slope. */
function isMoved(layout: Layout, { paths }: Rule, { at, from }: MovingSlopes, node: LaidOutNode): boolean {
  return at.get(groupOf(layout, node.name))!.some((quantity) => {
    const movers = from.get(quantity) ?? [];
    const sources = sourcesOf(layout, paths[pathOf(quantity)], node);
    return sources.some((name) => movers.includes(groupOf(layout, name)));
  });
}

function groupOf({ nodes }: Layout, name: string): Group {
  const node = nodes.find((one) => one.name === name);
  if (!node) return 'input';
  if (node.role === 'clamped') return 'top';
  return node.loss ? 'passing' : 'hidden';
}

/** From whom a path leads to a node. */
function sourcesOf(
  { outputs }: Layout,
  { way }: Path,
  { parents, children }: LaidOutNode,
): readonly string[] {
  const sources = { up: parents, down: children, direct: outputs }[way];
  return sources.map(({ name }) => name);
}

/** Of what is said under a key of it: `said PATH.KEY`. */
const pathOf = (quantity: Quantity): string => quantity.slice('said '.length, quantity.lastIndexOf('.'));

const piecewiseLinear = () =>
  Object.entries(activations as Readonly<Record<string, Activation>>)
    .filter(([, { kinks }]) => kinks)
    .map(([name]) => name);
