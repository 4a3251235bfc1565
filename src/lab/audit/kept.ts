import type { LaidOutNode, Layout } from '../../network/layout.js';
import { gatedStates } from '../../rules/gating.js';
import type { Group } from '../../rules/groups.js';
import { type KeptBy, keptIn } from '../../rules/needs.js';
import type { Path, Rule } from '../../rules/rule.js';
import { isMeant } from '../../sim/roles.js';
import type { Need, Reading } from './levels.js';
import { synapsesIn } from './shared.js';

type Numbers = NonNullable<Reading['kept']>;

interface Unit {
  readonly name: string;
  readonly size: number;
  readonly node: LaidOutNode | undefined;
}

/** How many numbers a rule keeps for each of its needs, in a network. */
export function keptNumbers(rule: Rule, layout: Layout): (need: Need) => Numbers | undefined {
  const most = new Map<string, Numbers>();
  for (const kept of keptIn(rule)) {
    const key = keyOf(kept.need);
    const numbers = numbersOf(rule, layout, kept);
    if (numbers.numbers > (most.get(key)?.numbers ?? 0)) most.set(key, numbers);
  }
  return (need) => most.get(keyOf(need));
}

const keyOf = ({ update, reads, level }: Need) => `${update} ${reads} ${level}`;

function numbersOf(rule: Rule, layout: Layout, { leaf, of, meant }: KeptBy): Numbers {
  const units: readonly Unit[] = [
    ...layout.inputs.map(({ name, size }) => ({ name, size, node: undefined })),
    ...layout.nodes.map((node) => ({ name: node.name, size: node.size, node })),
  ];
  const kept = (unit: Unit) => of.includes(groupOf(unit));
  const readers = units.filter((unit) => isMeant(meant, unit));
  if (leaf.kind === 'heard') {
    const pairs = pairsOf(rule.paths[leaf.path], units);
    const synapses = pairs.filter(([from, to]) => kept(from) && readers.includes(to));
    return { numbers: sum(synapses.map(([from, to]) => between(layout, from, to))), each: 1, per: 'synapse' };
  }
  const hearing = (path: Path) =>
    readers.filter((one) => pairsOf(path, units).some(([from, to]) => to === one && kept(from)));
  if (leaf.kind === 'inlet') return perNeuron(hearing(rule.paths[leaf.path]), () => 1);
  // What comes up makes it, and only where ports are not added.
  if (leaf.kind === 'gate') return perNeuron(hearing({ way: 'up' }).filter(hasPorts), portsOf);
  const gated = leaf.kind === 'state' && gatedStates(rule).has(leaf.name);
  return perNeuron(readers.filter(kept), gated ? portsOf : () => 1);
}

const perNeuron = (holders: readonly Unit[], each: (unit: Unit) => number): Numbers => ({
  numbers: sum(holders.map((unit) => unit.size * each(unit))),
  each: Math.max(1, ...holders.map(each)),
  per: 'neuron',
});

const hasPorts = ({ node }: Unit): boolean => (node?.type.integration ?? 'sum') !== 'sum';

/** How many slopes a neuron has: one towards each port, where these are not added. */
function portsOf(unit: Unit): number {
  if (!hasPorts(unit)) return 1;
  const ports = unit
    .node!.synapses()
    .map(({ connections, port = 0 }) =>
      connections.kind === 'list' && connections.ports
        ? connections.ports.reduce((most, one) => Math.max(most, one), port)
        : port,
    );
  return 1 + Math.max(...ports);
}

/** How many synapses are between two, either way. */
function between({ nodes }: Layout, one: Unit, other: Unit): number {
  const blocks = nodes.flatMap((node) =>
    node.synapses().map((block) => ({ to: node.name, from: node.parents[block.parent].name, block })),
  );
  const joining = blocks.filter(
    ({ to, from }) => (to === one.name && from === other.name) || (to === other.name && from === one.name),
  );
  // What goes directly from an output leads to every neuron.
  if (joining.length === 0) return one.size * other.size;
  return sum(joining.map(({ block }) => synapsesIn(block)));
}

/** From whom to whom synapses of a path carry. */
function pairsOf({ way }: Path, units: readonly Unit[]): readonly (readonly [from: Unit, to: Unit])[] {
  if (way === 'direct') {
    const outputs = units.filter((unit) => isMeant('output', unit));
    return units.filter((unit) => isMeant('inner', unit)).flatMap((to) => outputs.map((from) => [from, to]));
  }
  const up = units.flatMap((to) =>
    (to.node?.parents ?? []).map(({ name }) => [units.find((unit) => unit.name === name)!, to] as const),
  );
  return way === 'up' ? up : up.map(([from, to]) => [to, from]);
}

function groupOf(unit: Unit): Group {
  if (!unit.node) return 'input';
  if (isMeant('top', unit)) return 'top';
  return isMeant('output', unit) ? 'passing' : 'hidden';
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
