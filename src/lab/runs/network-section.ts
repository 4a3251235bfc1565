import { type LaidOutNode, layOut } from '../../network/layout.js';
import { parseNetwork } from '../../network/parse.js';
import { type ByNode, namedAt, type Place } from '../../rules/choice.js';
import type { Section } from '../report/index.js';

/** How the nodes of a network learn, in words; the same for all, but where a node has its own. */
export interface Learning {
  readonly rule: string;
  /** Choices of the rule: of its variant, or options; nodes may choose for themselves. */
  readonly choices: Readonly<Record<string, unknown>>;
  readonly optimiser: Readonly<Record<string, unknown>>;
  readonly learningRate: number;
  readonly nodeLearningRates?: Readonly<Record<string, number>> | undefined;
}

const columns = [
  ...['node', 'type', 'units', 'activation', 'loss', 'from'],
  ...['rule', 'variant', 'optimiser', 'learning rate'],
];

/** What a network is made of, and how each of its nodes learns. */
export function networkSection(description: unknown, learning: Learning): Section {
  const network = parseNetwork(description);
  const { inputs, nodes } = layOut(network);
  const rows = nodes.map((node) => {
    const { name, spec, size, parameters } = node;
    const learns = Object.keys(parameters).length > 0;
    const loss = Object.hasOwn(network.outputs, name) ? network.outputs[name].loss : null;
    return [
      ...[name, spec.type, size, spec.activation, loss, spec.from.join(', ')],
      ...(learns ? learntBy(node, learning) : [null, null, null, null]),
    ];
  });
  const given = inputs.map(({ name, size }) => [name, 'input', size, ...columns.slice(3).map(() => null)]);
  return { title: 'Network', table: { columns, rows: [...given, ...rows] } };
}

function learntBy(node: LaidOutNode, learning: Learning): (string | number)[] {
  const { name } = node;
  const { rule, choices, optimiser, learningRate, nodeLearningRates = {} } = learning;
  const own = Object.entries(choices).flatMap(([choice, value]) => [
    [choice, chosenAt(value, node)] as const,
    ...projectionsApart(choice, value, node),
  ]);
  const rates = Object.entries(nodeLearningRates).filter(
    ([key]) => key === name || key.startsWith(`${name}.`) || key.startsWith(`${name}:`),
  );
  const parts = rates.map(([key, rate]) => (key === name ? String(rate) : `${key} ${rate}`));
  return [rule, words(own) || 'standard', words(Object.entries(optimiser)), parts.join(', ') || learningRate];
}

/** Projections of a node that choose otherwise than the node: what a neuron says is the same to all. */
const projectionsApart = (choice: string, value: unknown, node: LaidOutNode) =>
  node.bundles
    .filter(({ part }) => part && choice !== 'derivative')
    .filter((one) => chosenAt(value, one) !== chosenAt(value, node))
    .map((one) => [`${one.part!.address} ${choice}`, chosenAt(value, one)] as const);

/** What a node has of a choice that others may make otherwise. */
const chosenAt = (value: unknown, node: Place): unknown =>
  typeof value === 'object' && value !== null && 'default' in value
    ? namedAt(value as ByNode<string>, node)
    : value;

const words = (entries: readonly (readonly [string, unknown])[]): string =>
  entries.map(([name, value]) => (name === 'name' ? String(value) : `${name} ${textOf(value)}`)).join(', ');

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

const lossUnits: Readonly<Record<string, string>> = {
  mse: 'half the squared error',
  'cross-entropy': 'nats',
};

/** What the loss of a network is, with its unit. */
export function lossLabel(description: unknown): string {
  const { outputs } = parseNetwork(description);
  const names = [...new Set(Object.values(outputs).map(({ loss }) => loss))];
  const parts = names.map((name) => (lossUnits[name] ? `${name}: ${lossUnits[name]}` : name));
  return `loss (${parts.join(', ')}; mean over samples)`;
}
