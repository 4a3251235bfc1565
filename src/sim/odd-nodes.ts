import { refuse } from '../errors.js';
import type { Network } from '../network/network.js';
import type { Chosen, RuleOptions } from '../rules/family.js';
import type { RuleName } from './rules.js';
import type { Refusal } from './support.js';

/** A node of a network that a rule cannot have. */
interface OddNode extends Refusal {
  readonly rules: readonly RuleName[];
  /** Only with these options. */
  readonly options: Readonly<Record<string, string>>;
  readonly refuses: (node: { readonly loss: string | undefined; readonly activation: string }) => boolean;
}

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
    refuses: ({ activation }) => activation === 'relu',
    got: 'activation relu',
    expected: "one whose f'(0) is not 0: states begin at 0 and would never leave it",
    hint: 'linear, which is a hard sigmoid here',
  },
];

/** @throws {InputError} naming the node that a rule, with what is chosen, cannot have */
export function requireNodes(
  where: string,
  { outputs, nodes }: Network,
  rule: RuleName,
  chosen: Chosen<RuleOptions> | undefined = {},
): void {
  const applying = oddNodes.filter(({ rules, options }) => {
    const given: Readonly<Record<string, unknown>> = chosen;
    return rules.includes(rule) && Object.entries(options).every(([name, value]) => given[name] === value);
  });
  for (const [name, { activation }] of Object.entries(nodes)) {
    const loss = Object.hasOwn(outputs, name) ? outputs[name].loss : undefined;
    const odd = applying.find(({ refuses }) => refuses({ loss, activation }));
    if (!odd) continue;
    const { got, expected, hint, options } = odd;
    const choices = Object.entries(options).map(([option, value]) => `, ${option} ${value}`);
    const place = `${where}.${loss === undefined ? 'nodes' : 'outputs'}.${name}`;
    refuse({ where: `${place} with rule ${rule}${choices.join('')}`, got, expected, hint });
  }
}
