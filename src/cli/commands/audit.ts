import { Command, Option } from 'commander';
import { refuse } from '../../errors.js';
import {
  auditAll,
  auditRelaxation,
  auditRows,
  auditRule,
  breakingLines,
  clipNormReadings,
  derivedLine,
  differenceLines,
  layersLines,
  legendLines,
  type NamedAudit,
  optimiserReadings,
  orRefused,
  readingRows,
  requireAsDeclared,
  withReadings,
} from '../../lab/audit/index.js';
import { readJson, writeFileAtomic } from '../../lab/files.js';
import { outTarget, refuseUnwritable } from '../../lab/out-file.js';
import type { Network } from '../../network/network.js';
import { parseNetwork } from '../../network/parse.js';
import { requireNodes } from '../../sim/odd-nodes.js';
import { optimiserOf } from '../../sim/optimising.js';
import { phased } from '../../sim/phased.js';
import { familyOf, ruleOptionsOf } from '../../sim/rule-options.js';
import { type RuleName, ruleOf, rules } from '../../sim/rules.js';
import type { Relaxation } from '../../sim/simulator.js';
import { standardVariant } from '../../sim/variant.js';
import { optimisers, standardOptimiser } from '../../synapses/optimisers.js';
import { above0, optionName } from '../arguments.js';
import { always, askedFor, type OptionNeeds, refuseIdleOptions } from '../idle-options.js';
import { print, table } from '../output.js';
import {
  type RelaxationOptions,
  relaxationFrom,
  relaxationOptions,
  relaxingNeeds,
} from '../relaxation-options.js';
import { ruleOptionNeeds, ruleOptions, splitOptions } from '../rule-options.js';
import { type VariantOptions, variantFrom, variantOptions } from '../variant-options.js';

interface AuditOptions extends RelaxationOptions, VariantOptions {
  readonly rule: RuleName | 'all';
  readonly optimiser?: string;
  readonly clipNorm?: number;
  readonly all?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

const auditNeeds: OptionNeeds<Required<AuditOptions>> = {
  ...relaxingNeeds,
  seed: always,
  ...{ rule: always, optimiser: always, clipNorm: always, all: always, out: always, json: always },
};

/** `relaxon audit`: what does a rule need to know, and how far from local is it? */
export function auditCommand(): Command {
  const command = new Command('audit')
    .description(
      'Run a rule under watch: take down every value that every update reads, where it came from and how far from\n' +
        'local that is, and compare with what the rule declares. Exit code 1 if it is not that. 10 steps of 0.5, if nothing else is said.\n' +
        'What rules in phases need follows from their equations, which are held to what the rules compute and to the\n' +
        'messages that flow. The same in whole layers, as training runs them: each number is held to the synapses.\n' +
        'See docs/locality.md.',
    )
    .argument(
      '[network]',
      'network description (default: 3-4-3-2, tanh, relu, linear); small, for all is watched',
    )
    .addOption(
      new Option('--rule <name>', 'the rule, or all of them')
        .choices([...Object.keys(rules), 'all'])
        .default('ar'),
    )
    .option(
      '--all',
      'one row for each variant that differs in one choice, the fully simplified rule, and others',
    )
    .option(
      '--optimiser <name>',
      `what it adds, from its equations: ${Object.keys(optimisers).join(', ')} (default: ${standardOptimiser.name})`,
    )
    .option('--clip-norm <x>', 'what clipping gradients by the norm of all of them adds', above0)
    .option('--out <file>', 'write the audits as JSON, too')
    .option('--json', 'print the audits as one JSON object');
  return ruleOptions(variantOptions(relaxationOptions(command))).action(auditAction);
}

function auditAction(file: string | undefined, options: AuditOptions, command: Command): void {
  const { own = {} } = splitOptions(options.rule, options);
  const asked = askedFor(command).filter((name) => !Object.hasOwn(own, name));
  refuseIdleOptions({ ...ruleOptionNeeds(), ...auditNeeds }, asked, { ...options });
  if (options.out) refuseUnwritable(options.out);
  const network = file === undefined ? undefined : parseNetwork(readJson(file), file);
  const where = file ?? 'network';
  const audits = options.all ? everything(network, where, options) : chosen(network, where, options);
  const result = { asDeclared: audits.every(({ asDeclared }) => asDeclared !== false), audits };
  if (options.out) writeFileAtomic(outTarget(options.out), `${JSON.stringify(result, undefined, 1)}\n`);
  print(options.json, result, () => [
    ...(options.all ? overview(audits) : audits.flatMap(inFull)),
    '',
    ...legendLines(),
  ]);
  requireAsDeclared(audits);
}

function everything(network: Network | undefined, where: string, options: AuditOptions): NamedAudit[] {
  const { rule, all, out, json, ...others } = options;
  const [odd] = [...Object.keys(others), ...(rule === 'ar' ? [] : ['rule'])];
  if (odd) {
    const expected = 'one of them: --all has a row for every choice';
    refuse({ where: optionName(odd), got: 'it with --all', expected });
  }
  return auditAll(network, where);
}

function chosen(network: Network | undefined, where: string, asked: AuditOptions): NamedAudit[] {
  const { own, others } = splitOptions(asked.rule, asked);
  const { optimiser, clipNorm, ...options } = others;
  const relaxation = relaxationOfOptions(options);
  const all = options.rule === 'all';
  const names = all ? (Object.keys(rules) as RuleName[]) : [options.rule as RuleName];
  return names.map((name) => {
    const family = own && familyOf(name);
    const ofRule = family && ruleOptionsOf(family, own, '--rule');
    const ofMany = all && rules[name].kind !== 'relaxation';
    const rule = ofRule
      ? phased(family, ofRule)
      : ruleOf(name, ofMany ? standardVariant : variantFrom(options), '--rule');
    const run = () => {
      if (network) requireNodes(where, network, name, ofRule);
      return auditRule(rule, relaxation, network);
    };
    // Of all rules a network may have some only.
    const audit = all && network ? orRefused(rule.name, run) : run();
    const follows = optimiser === undefined ? [] : optimiserReadings(optimiserOf(optimiser, '--optimiser'));
    const clipped = clipNorm === undefined ? [] : clipNormReadings;
    const parts = [
      rule.name,
      ...(optimiser === undefined ? [] : [`optimiser ${optimiser}`]),
      ...(clipNorm === undefined ? [] : ['clipped by norm']),
    ];
    return {
      ...withReadings(audit, [...follows, ...clipped]),
      ...{ name: parts.join(', '), ...(optimiser && { optimiser }), ...(clipNorm && { clipNorm: true }) },
    };
  });
}

// Fewer and larger steps than elsewhere: what is read does not depend on them.
function relaxationOfOptions(options: AuditOptions): Relaxation {
  const { duration, solver, messages } = options;
  const stepless = duration !== undefined || solver === 'equilibrium' || messages === 'threshold';
  const { steps, stepSize } = auditRelaxation;
  return relaxationFrom({ ...(stepless ? {} : { steps, stepSize }), ...options });
}

function inFull(audit: NamedAudit): string[] {
  if (audit.refused) return [`${audit.name}: refused`, '', audit.refused, ''];
  return [
    `${audit.name}: L${audit.level}`,
    '',
    ...table(readingRows(audit)),
    '',
    ...breakingLines(audit),
    audit.asDeclared === null ? derivedLine : audit.asDeclared ? 'as declared' : 'NOT as declared',
    ...layersLines(audit),
    ...(audit.optimiser
      ? [`what optimiser ${audit.optimiser} adds: derived from its equations, not watched`]
      : []),
    ...(audit.clipNorm ? ['what clipping by norm adds: derived from its equation, not watched'] : []),
    ...differenceLines(audit),
    ...(audit.formulas.length > 0 ? ['', 'computed, everywhere the same:'] : []),
    ...audit.formulas.map(({ of, formula }) => `  ${of} = ${formula}`),
  ];
}

function overview(audits: readonly NamedAudit[]): string[] {
  const differing = audits.filter((audit) => audit.asDeclared === false);
  return [
    ...table(auditRows(audits)),
    ...audits.flatMap(({ name, refused }) => (refused ? ['', `${name}: ${refused}`] : [])),
    ...(audits.some(({ asDeclared }) => asDeclared === null) ? ['', derivedLine] : []),
    ...audits.flatMap((audit) => {
      const apart = audit.layers?.watched === false;
      return apart ? layersLines(audit).map((line) => `${audit.name}: ${line}`) : [];
    }),
    ...differing.flatMap((audit) => differenceLines(audit).map((line) => `${audit.name}: ${line}`)),
  ];
}
