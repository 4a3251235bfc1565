import type { Command } from 'commander';
import type { RuleOption } from '../rules/family.js';
import { asObject } from '../schema.js';
import { type Need, type Needs, needs } from '../sim/needs.js';
import { optimisers, standardOptimiser } from '../synapses/optimisers.js';
import { above0, given } from './arguments.js';
import { optionOf } from './rule-options.js';

/** What the command line says of how weights follow their gradients; what optimisers declare stands beside it. */
export interface OptimiserOptions {
  readonly optimiser?: string;
  readonly clip?: number;
  readonly clipNorm?: number;
}

/** Every option of every optimiser, by name, and who has it. */
function allOptions(): ReadonlyMap<string, readonly (readonly [name: string, option: RuleOption])[]> {
  const all = new Map<string, [string, RuleOption][]>();
  for (const { name: owner, options } of Object.values(optimisers)) {
    for (const [name, option] of Object.entries<RuleOption>(options))
      all.set(name, [...(all.get(name) ?? []), [owner, option]]);
  }
  return all;
}

/** Adds the options of optimisers. */
export function optimiserOptions(command: Command): Command {
  const names = Object.keys(optimisers).join(', ');
  command
    .option(
      '--optimiser <name>',
      `how weights follow gradients: ${names}, as torch.optim has them (default: ${standardOptimiser.name})`,
    )
    .option(
      '--clip <x>',
      'gradients of a batch are brought to [-x, x] first, each by itself (default: not)',
      above0,
    )
    .option(
      '--clip-norm <x>',
      'gradients of a batch, all together, are brought to a norm of at most x first: not local, engine batched only (default: not)',
      above0,
    );
  for (const [name, owners] of allOptions()) command.addOption(optionOf('optimiser', name, owners));
  return command;
}

/** Needs of the options that optimisers declare: an optimiser that has them. */
export function optimiserNeeds(): Needs {
  const entries = [...allOptions()].map(([name, owners]): [string, readonly Need[]] => {
    const names = owners.map(([owner]) => owner);
    const need = needs('optimiser', (one) => names.includes(String(one)), standardOptimiser.name, {
      expected: `optimiser ${names.join(' or ')}`,
      hint: `optimiser ${names[0]}`,
    });
    return [name, [need]];
  });
  return Object.fromEntries(entries);
}

/**
 * The optimiser of a configuration, and the options that are left.
 * @param stored that of a file, whose settings stay where the same optimiser is asked for, or none
 * @throws {InputError} on one in a file that is none
 */
export function splitOptimiser<O extends OptimiserOptions>(
  options: O,
  stored: unknown,
  where: string,
): { readonly optimiser: { readonly name?: unknown } | undefined; readonly others: Omit<O, 'optimiser'> } {
  const names = allOptions();
  const entries = Object.entries(options);
  const own = Object.fromEntries(entries.filter(([name]) => names.has(name)));
  const others = Object.fromEntries(entries.filter(([name]) => name !== 'optimiser' && !names.has(name)));
  const before =
    stored === undefined || typeof stored === 'string' ? { name: stored } : asObject(where, stored);
  const { optimiser = before.name } = options;
  const kept = optimiser === before.name ? before : {};
  const chosen = given({ ...kept, ...own, name: optimiser });
  return { optimiser: Object.keys(chosen).length > 0 ? chosen : undefined, others: others as O };
}
