import { type Command, Option } from 'commander';
import { refuse } from '../errors.js';
import type { RuleFamily, RuleOption } from '../rules/family.js';
import { continuousWay } from '../sim/continuous.js';
import { type Need, type Needs, needs } from '../sim/needs.js';
import type { PhasedRule } from '../sim/rule.js';
import { allRuleOptions, familyOf } from '../sim/rule-options.js';
import type { Relaxation } from '../sim/simulator.js';
import { number, optionName, whole } from './arguments.js';

/** Adds the options that rules declare; those that a command has already, under that name, are the rule's too. */
export function ruleOptions(command: Command): Command {
  for (const [name, owners] of allRuleOptions()) {
    const known = command.options.find((option) => option.attributeName() === name);
    if (known) known.description = [known.description, ...textsOf('rule', owners)].join('; ');
    else command.addOption(optionOf('rule', name, owners));
  }
  return command;
}

type Owner = readonly [owner: string, option: RuleOption];

/** What an option is to each that has it. */
function textsOf(kind: 'rule' | 'optimiser', owners: readonly Owner[]): readonly string[] {
  return owners.map(([owner, option]) => {
    const choices = option.kind === 'choice' ? `: ${option.choices.join(', ')}` : '';
    const standard = option.kind === 'flag' ? '' : ` (default: ${option.default})`;
    return `${kind} ${owner}: ${option.help}${choices}${standard}`;
  });
}

/** An option that some rules, or some optimisers, have declared. */
export function optionOf(kind: 'rule' | 'optimiser', name: string, owners: readonly Owner[]): Option {
  const [[, option]] = owners;
  const arguments_ = { choice: ' <name>', count: ' <n>', number: ' <x>', flag: '' };
  const made = new Option(`${optionName(name)}${arguments_[option.kind]}`, textsOf(kind, owners).join('; '));
  if (option.kind === 'choice' || option.kind === 'flag') return made;
  return made.argParser(option.kind === 'count' ? whole : number);
}

/** What a rule of its own makes of the options of a command: those that it has, and the others. */
export function splitOptions<O extends object>(
  rule: string,
  options: O,
): { readonly own: Readonly<Record<string, unknown>> | undefined; readonly others: O } {
  const family = familyOf(rule);
  if (!family) return { own: undefined, others: options };
  const isOwn = (name: string) => Object.hasOwn(family.options, name);
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  const others = Object.fromEntries(Object.entries(options).filter(([name]) => !isOwn(name)));
  return { own: Object.fromEntries(entries.filter(([name]) => isOwn(name))), others: others as O };
}

/** Needs of the options that only rules declare: a rule that has them. */
export function ruleOptionNeeds(): Needs {
  const entries = [...allRuleOptions()].map(([name, owners]): [string, readonly Need[]] => {
    const rules = owners.map(([rule]) => rule);
    const expected = `rule ${rules.join(' or ')}`;
    return [
      name,
      [needs('rule', (rule) => rules.includes(String(rule)), 'ar', { expected, hint: `rule ${rules[0]}` })],
    ];
  });
  return Object.fromEntries(entries);
}

/**
 * In continuous time no steps are taken.
 * @param asked options of the rule that were asked for
 * @throws {InputError} on the number or the size of steps that nobody takes
 */
export function refuseIdleSteps(
  { options }: RuleFamily,
  asked: Readonly<Record<string, unknown>>,
  { rule }: PhasedRule,
  relaxation: Relaxation,
): void {
  const way = continuousWay(rule, relaxation);
  const stepless =
    relaxation.solver === 'equilibrium' ? 'solver equilibrium' : way && `messages ${way} in continuous time`;
  const isOfSteps = (name: string) => options[name]?.kind === 'count' || name === 'stepSize';
  const idle = Object.keys(asked).find((name) => asked[name] !== undefined && isOfSteps(name));
  if (!stepless || !idle) return;
  refuse({ where: optionName(idle), got: `it with ${stepless}`, expected: 'a relaxation of steps' });
}
