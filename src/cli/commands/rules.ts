import { Command } from 'commander';
import { ar } from '../../rules/ar.js';
import { bp } from '../../rules/bp.js';
import { families } from '../../rules/families.js';
import type { RuleFamily, RuleOption } from '../../rules/family.js';
import { oddNodes } from '../../sim/support.js';
import { supportRows, supportTable } from '../../sim/support-rows.js';
import { optionName } from '../arguments.js';
import { print, table } from '../output.js';

interface RulesOptions {
  readonly support?: boolean;
  readonly json?: boolean;
}

/** `relaxon rules`: what rules there are, and what runs them. */
export function rulesCommand(): Command {
  return new Command('rules')
    .description('List the rules with their sources and options, or what runs each of them, and why not.')
    .option('--support', 'rule by engine, command and way of speaking, with the reason of every refusal')
    .option('--json', 'print as one JSON object')
    .action(rulesAction);
}

function rulesAction({ support, json }: RulesOptions): void {
  if (support) {
    const outputs = oddNodes.map(({ refuses: _, ...odd }) => odd);
    print(json, { uses: supportRows(), outputs }, supportLines);
    return;
  }
  const known: readonly Omit<RuleFamily, 'of'>[] = [ar, bp, ...Object.values(families)];
  const rules = known.map(({ name, summary, source, options }) => ({ name, summary, source, options }));
  print(json, { rules }, () =>
    known.flatMap(({ name, summary, source, options }) => [
      `${name}: ${summary} (${source})`,
      ...optionLines(options),
    ]),
  );
}

function optionLines(options: Readonly<Record<string, RuleOption>>): string[] {
  const rows = Object.entries(options).map(([name, option]) => [
    `  ${optionName(name)}`,
    option.kind === 'choice' ? option.choices.join(', ') : option.kind,
    `(default: ${option.default})`,
    option.help,
  ]);
  return rows.length === 0 ? [] : table(rows);
}

/** What runs what, as lines. */
export function supportLines(): string[] {
  const { rows, reasons } = supportTable();
  return [
    ...table(rows),
    '',
    ...reasons.map((reason, i) => `${i + 1}  ${reason}`),
    '',
    ...untold(),
    ...oddNodes.map(({ rules, options, got, expected }) => {
      const choices = Object.entries(options).map(([name, value]) => `, ${name} ${value}`);
      return `${rules.join(', ')}${choices.join('')}: ${got} is refused, expected ${expected}`;
    }),
  ];
}

/** Which formulas keep rules in phases from trajectories, and without which choice they do not. */
const untold = (): string[] =>
  supportRows().flatMap(({ engine, command, messages, refused }) => {
    if (!refused || engine !== 'events' || command !== 'relax' || messages !== 'trajectory') return [];
    const { got, hint } = refused;
    if (!got.startsWith('messages')) return [];
    return [`${got} is refused${hint ? `, but not with ${hint}` : ''}`];
  });
