import { Command } from 'commander';
import { averages } from '../../lab/training/averages.js';
import { rateSchedules } from '../../lab/training/rate-schedules.js';
import { ar } from '../../rules/ar.js';
import { bp } from '../../rules/bp.js';
import { families } from '../../rules/families.js';
import {
  type Chosen,
  defaultsOf,
  type RuleFamily,
  type RuleOption,
  type RuleOptions,
} from '../../rules/family.js';
import type { Need } from '../../rules/locality.js';
import { adapts } from '../../rules/names.js';
import { oddNodes } from '../../sim/odd-nodes.js';
import { supportRows, supportTable } from '../../sim/support-rows.js';
import { type OptimiserFamily, optimiser } from '../../synapses/optimiser.js';
import { optimiserNeeds } from '../../synapses/optimiser-needs.js';
import { optimisers } from '../../synapses/optimisers.js';
import { optionName } from '../arguments.js';
import { print, table } from '../output.js';

interface RulesOptions {
  readonly support?: boolean;
  readonly json?: boolean;
}

/** `relaxon rules`: what rules there are, and what runs them. */
export function rulesCommand(): Command {
  return new Command('rules')
    .description(
      'List the rules and the optimisers with their sources and options, or what runs each rule, and why not.',
    )
    .option('--support', 'rule by engine, command and way of speaking, with the reason of every refusal')
    .option('--json', 'print as one JSON object')
    .action(rulesAction);
}

function rulesAction({ support, json }: RulesOptions): void {
  if (support) {
    const outputs = oddNodes.map(({ refuses: _, gotOf: __, ...odd }) => odd);
    print(json, { uses: supportRows(), outputs, optimisers: oddOptimisers() }, supportLines);
    return;
  }
  const rules = knownFamilies().map(({ name, summary, source, options }) => ({
    name,
    summary,
    source,
    options,
  }));
  const optimisers = optimiserRows();
  const inTime = { schedules: namedRows(rateSchedules), averages: namedRows(averages) };
  print(json, { rules, optimisers, ...inTime }, () => [
    ...rules.flatMap(headedLines),
    '',
    'Optimisers, by which weights follow the gradients of any of them:',
    ...optimisers.flatMap(({ needs, ...one }) => [...headedLines(one), ...needs.map(needLine)]),
    '',
    'Learning-rate schedules, NAME:SETTING=VALUE (docs/training.md):',
    ...inTime.schedules.flatMap(settingLines),
    '',
    'Averages of the weights, NAME:SETTING=VALUE:',
    ...inTime.averages.flatMap(settingLines),
  ]);
}

const knownFamilies = (): readonly RuleFamily[] => [
  ar as unknown as RuleFamily,
  bp as unknown as RuleFamily,
  ...Object.values(families),
];

/** Choices under which weights move while a presentation goes on: there is no gradient for an optimiser to follow. */
const oddOptimisers = () =>
  knownFamilies().flatMap(({ name: rule, options, of }) =>
    Object.entries(options).flatMap(([name, option]) => {
      const choices = option.kind === 'choice' ? option.choices : [];
      const chosen = (choice: string) =>
        ({ ...defaultsOf(options), [name]: choice }) as unknown as Chosen<RuleOptions>;
      const moving = choices.filter((choice) => adapts(of(chosen(choice))));
      return moving.map((choice) => ({
        ...{ rules: [rule], options: { [name]: choice }, got: 'an optimiser other than sgd or a clip' },
        expected: 'sgd: its weights move before a gradient is complete',
      }));
    }),
  );

/** Every optimiser, and what a synapse needs for it that is not local now. */
const optimiserRows = () =>
  Object.values<OptimiserFamily>(optimisers).map((family) => {
    const { name, summary, source, options } = family;
    return { name, summary, source, options, needs: optimiserNeeds(optimiser(family)) };
  });

type Named = Omit<RuleFamily, 'of'>;

const namedRows = (list: Readonly<Record<string, Named>>): readonly Named[] =>
  Object.values(list).map(({ name, summary, source, options }) => ({ name, summary, source, options }));

const settingLines = ({ name, summary, source, options }: Named): string[] => [
  `${name}: ${summary} (${source})`,
  ...optionLines(options, (setting) => setting),
];

const headedLines = ({ name, summary, source, options }: Named): string[] => [
  `${name}: ${summary} (${source})`,
  ...optionLines(options),
];

const needLine = ({ reads, level }: Need) =>
  `  needs L${level}: ${reads}, ${level === 1 ? 'kept by each synapse since the last update' : 'told to all'}`;

function optionLines(options: Readonly<Record<string, RuleOption>>, called = optionName): string[] {
  const rows = Object.entries(options).map(([name, option]) => [
    `  ${called(name)}`,
    option.kind === 'choice' ? option.choices.join(', ') : option.kind,
    option.kind === 'flag' ? '' : `(default: ${option.default})`,
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
    ...[...oddNodes, ...oddOptimisers()].map(({ rules, options, got, expected }) => {
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
