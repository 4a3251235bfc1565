import { readJson } from '../../lab/files.js';
import { countsOf, relaxingDepth, relaxingDepths } from '../../network/depth.js';
import { type LaidOutNode, layOut } from '../../network/layout.js';
import { parseNetwork } from '../../network/parse.js';
import { durationNeeded, stepsNeeded } from '../../sim/closed-form/steps-needed.js';
import { print, table } from '../output.js';

/** How small an error steps are counted for. */
const error = 1e-3;
const stepSizes = [0.1, 0.5, 1] as const;

/** Says what a network is made of: node by node where asked to, and how long it takes to relax. */
export function describeNetwork(file: string, expand: boolean, json: boolean | undefined): void {
  const network = parseNetwork(readJson(file), file);
  const layout = layOut(network);
  const depths = relaxingDepths(layout);
  const nodes = layout.nodes.map((node) => ({
    ...{ name: node.name, type: node.spec.type, activation: node.spec.activation, shape: node.shape },
    ...{ role: node.role, from: node.spec.from, relaxing: depths.get(node.name)!, ...countsOf(node) },
    ...(node.spec.share !== undefined && { share: node.spec.share }),
    ...projectionsIn(node),
  }));
  const sum = (of: (node: (typeof nodes)[number]) => number) =>
    nodes.reduce((total, node) => total + of(node), 0);
  const totals = {
    nodes: nodes.length,
    neurons: layout.nodes.reduce((total, { size }) => total + size, 0),
    parameters: sum((node) => node.parameters),
    synapses: sum((node) => node.synapses),
  };
  const depth = relaxingDepth(layout);
  const steps = stepSizes.map((size) => [size, stepsNeeded(depth, size, error)] as const);
  const duration = durationNeeded(depth, error);
  const needed = { error, steps: Object.fromEntries(steps), duration };
  const shown = expand ? { network, nodes } : {};
  print(json, { ...totals, relaxingDepth: depth, needed, ...shown }, () => [
    ...(expand ? table([columns, ...nodes.flatMap(rowsOf)]) : []),
    Object.entries(totals)
      .map(([what, many]) => `${many} ${what}`)
      .join(', '),
    `longest relaxing path ${depth}; for an error of ${error}: ` +
      `${steps.map(([size, many]) => `${many} steps of ${size}`).join(', ')}, or a duration of ${duration}`,
  ]);
}

const columns = ['node', 'type', 'activation', 'shape', 'role', 'path', 'parameters', 'synapses', 'from'];

interface Row extends Readonly<Record<'name' | 'type' | 'activation' | 'role', string>> {
  readonly shape: readonly number[];
  readonly from: readonly string[];
  readonly relaxing: number;
  readonly parameters: number;
  readonly synapses: number;
  readonly share?: string;
  readonly projections?: readonly ProjectionRow[];
}

/** A projection with weights of its own. */
interface ProjectionRow {
  readonly name: string;
  readonly pattern: string;
  readonly from: string;
  readonly weight: readonly number[];
  readonly share?: string;
}

/** Those of a node, if it has any. */
function projectionsIn({ spec, bundles, parameters }: LaidOutNode): Pick<Row, 'projections'> {
  const projections = bundles.flatMap(({ part, key, weight, view = 0 }): ProjectionRow[] => {
    if (!part) return [];
    const { address: name, pattern } = part;
    const owner = weight.slice(0, -'.weight'.length);
    const share = owner === name ? {} : { share: owner };
    return [{ name, pattern, from: spec.from[view], weight: parameters[key].shape, ...share }];
  });
  return projections.length > 0 ? { projections } : {};
}

const rowsOf = (row: Row): readonly (readonly (string | number)[])[] => [
  rowOf(row),
  ...(row.projections ?? []).map(({ name, pattern, weight, share, from }) => [
    ...[name, pattern, '', `[${weight.join(', ')}]`, '', ''],
    ...[share === undefined ? weight.reduce((product, n) => product * n, 1) : `of ${share}`, '', from],
  ]),
];

const rowOf = (row: Row): readonly (string | number)[] => [
  ...[row.name, row.type, row.activation, `[${row.shape.join(', ')}]`, row.role, row.relaxing],
  ...[row.share === undefined ? row.parameters : `of ${row.share}`, row.synapses, row.from.join(' ')],
];
