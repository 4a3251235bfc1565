import { refuse } from '../errors.js';
import { numbers } from '../math/numbers.js';
import { type LaidOutNode, layOut } from '../network/layout.js';
import type { Network } from '../network/network.js';
import type { Activation } from '../neurons/activation.js';
import type { Chosen, RuleOptions } from '../rules/family.js';
import type { RuleName } from './rules.js';
import type { Refusal } from './support.js';

/** A node of a network that a rule cannot have. */
interface OddNode extends Refusal {
  readonly rules: readonly RuleName[];
  /** Only with these options. */
  readonly options: Readonly<Record<string, string>>;
  readonly refuses: (node: Place) => boolean;
  /** Of this node, where that says more. */
  readonly gotOf?: (node: Place) => string;
}

/** What of a node rules may not have. */
interface Place {
  readonly loss: string | undefined;
  /** The name of f. */
  readonly activation: string;
  /** f(0) and f'(0). */
  readonly atZero: { readonly rate: number; readonly slope: number };
  /** f of its first pre-activation, where all that it hears begins at 0. */
  readonly begins: number | undefined;
}

const activationOf = ({ activation }: Place) => `activation ${activation}`;

/** Every refusal of a node. */
export const oddNodes: readonly OddNode[] = [
  {
    rules: ['pc', 'ep', 'chl'],
    options: {},
    refuses: ({ loss }) => loss !== undefined && loss !== 'mse',
    got: 'loss cross-entropy',
    expected: 'loss mse: this rule holds or draws outputs to their targets',
    hint: 'rule fa, dfa, ar or bp',
  },
  {
    rules: ['pc'],
    options: { convention: 'pre-activation' },
    refuses: ({ loss, activation }) => loss !== undefined && activation !== 'linear',
    got: 'an output activation that is not linear',
    expected: 'a linear one: targets are held as sums',
    hint: 'convention post-activation',
  },
  {
    rules: ['ep'],
    options: {},
    refuses: ({ atZero }) => atZero.slope === 0,
    got: "an activation whose f'(0) is 0, as relu's",
    gotOf: activationOf,
    expected: "one whose f'(0) is not 0: states begin at 0 and would never leave it",
    hint: 'linear, which is a hard sigmoid here',
  },
  {
    rules: ['ep'],
    options: {},
    refuses: ({ atZero: { rate, slope } }) => !Number.isFinite(rate) || !Number.isFinite(slope),
    got: "an activation whose f(0) or f'(0) is infinite, as reciprocal's",
    gotOf: activationOf,
    expected: "one whose f(0) and f'(0) are finite: states begin at 0",
    hint: 'rule ar, bp, fa or dfa',
  },
  {
    rules: ['chl'],
    options: {},
    refuses: ({ begins }) => begins !== undefined && !Number.isFinite(begins),
    got: 'an activation that is infinite where nothing is heard yet, as reciprocal',
    gotOf: activationOf,
    expected: 'one that is finite there: activities begin at 0',
    hint: 'rule ar, bp, fa or dfa',
  },
];

/** @throws {InputError} naming the node that a rule, with what is chosen, cannot have */
export function requireNodes(
  where: string,
  network: Network,
  rule: RuleName,
  chosen: Chosen<RuleOptions> | undefined = {},
): void {
  const applying = oddNodes.filter(({ rules, options }) => {
    const given: Readonly<Record<string, unknown>> = chosen;
    return rules.includes(rule) && Object.entries(options).every(([name, value]) => given[name] === value);
  });
  if (applying.length === 0) return;
  const layout = layOut(network);
  const inputs = new Set(layout.inputs.map(({ name }) => name));
  for (const node of layout.nodes) {
    const place = placeOf(node, network, inputs);
    const odd = applying.find(({ refuses }) => refuses(place));
    if (!odd) continue;
    const { got, gotOf, expected, hint, options } = odd;
    const choices = Object.entries(options).map(([option, value]) => `, ${option} ${value}`);
    const at = `${where}.${place.loss === undefined ? 'nodes' : 'outputs'}.${node.name}`;
    refuse({
      where: `${at} with rule ${rule}${choices.join('')}`,
      got: gotOf ? gotOf(place) : got,
      ...{ expected, hint },
    });
  }
}

function placeOf(node: LaidOutNode, { outputs }: Network, inputs: ReadonlySet<string>): Place {
  const { name, spec, type, activation, parents, parameters } = node;
  const silent = !('bias' in parameters) && !parents.some((parent) => inputs.has(parent.name));
  return {
    loss: Object.hasOwn(outputs, name) ? outputs[name].loss : undefined,
    activation: spec.activation,
    atZero: at(activation, 0),
    begins: silent ? at(activation, type.offset?.(spec) ?? 0).rate : undefined,
  };
}

const at = ({ rate, slope }: Activation, a: number) => ({ rate: rate(numbers, a), slope: slope(numbers, a) });
