import { type DataOptions, resolvedData } from '../data/index.js';
import { choose, refuse } from '../errors.js';
import type { Chosen, RuleOptions } from '../rules/family.js';
import { asObject, read } from '../schema.js';
import { checkGrain } from '../sim/create.js';
import { refuseSharedMoves, speechOf } from '../sim/events/phases/refusals.js';
import {
  refuseIdleFeedbackRate,
  refuseMeaningless,
  refuseMessages,
  refuseSharedWeights,
} from '../sim/meaning.js';
import { refuseIdle } from '../sim/needs.js';
import { phased } from '../sim/phased.js';
import { paperRelaxation, relaxationOf } from '../sim/relaxation.js';
import { relaxationNeeds, spokenNeeds } from '../sim/relaxation-needs.js';
import type { PhasedRule, Rule } from '../sim/rule.js';
import { familyOf, ruleOptionsOf } from '../sim/rule-options.js';
import { type RuleName, ruleOf, rules } from '../sim/rules.js';
import type { Relaxation } from '../sim/simulator.js';
import { refuseUnsolvable } from '../sim/solvable.js';
import { requireSupport } from '../sim/support.js';
import { type Variant, variantOf } from '../sim/variant.js';
import { type GrainName, grains } from '../synapses/grains.js';
import { type ConfigurationValues, configurationSchema } from './configuration-schema.js';
import { type ChosenOptimiser, configuredOptimiser, withLearningRate } from './configured-optimiser.js';
import { resolved } from './resolved-solver.js';
import { type TimedSettings, timedSettings } from './timed-settings.js';
import { checkAugmentations, refuseTwoScalings } from './training/preparation.js';
import type { GivenWeights } from './weights/weights.js';

/** The engines by name. */
export const engines = { batched: 'batched', events: 'events' } as const;

/** A training run, resolved: everything that its numbers depend on, JSON-able. */
export interface Configuration
  extends Omit<
      ConfigurationValues,
      | 'relaxation'
      | 'rule'
      | 'engine'
      | 'grain'
      | 'variant'
      | 'ruleOptions'
      | 'optimiser'
      | 'clip'
      | 'clipNorm'
      | 'dataOptions'
      | 'normalise'
      | 'standardise'
      | 'standardiseTargets'
      | 'augment'
      | 'params'
      | 'validationShare'
      | keyof TimedSettings
    >,
    TimedSettings {
  readonly rule: RuleName;
  readonly engine: keyof typeof engines;
  readonly grain?: GrainName;
  readonly relaxation: Relaxation;
  readonly variant: Variant;
  readonly ruleOptions?: Chosen<RuleOptions>;
  /** With all that it leaves to choose; not there if it is sgd. */
  readonly optimiser?: ChosenOptimiser;
  readonly clip?: number;
  readonly clipNorm?: number;
  readonly dataOptions?: DataOptions;
  readonly normalise?: boolean;
  readonly standardise?: boolean;
  readonly standardiseTargets?: boolean;
  readonly augment?: readonly string[];
  readonly params?: GivenWeights;
  readonly validationShare?: number;
}

/**
 * Fills in the defaults (the paper's: batch 64, learning rate 0.064 of the mean 1/2-squared error, 10 epochs)
 * and checks the rest.
 * @throws {InputError} naming the field
 */
export function configurationOf(given: unknown, where = 'configuration'): Configuration {
  const values = resolvedData(read(where, configurationSchema, withLearningRate(given)), where);
  refuseTwoScalings(where, values);
  choose(`${where}.rule`, rules, values.rule);
  choose(`${where}.engine`, engines, values.engine);
  if (values.grain !== undefined) choose(`${where}.grain`, grains, values.grain);
  checkAugmentations(`${where}.augment`, values.augment);
  checkGrain(`${where}.grain`, values.engine, values.grain);
  const at = `${where}.relaxation`;
  const relaxation = relaxationOf(values.relaxation, at);
  const variant = variantOf(values.variant, `${where}.variant`);
  refuseIdleRelaxation(at, values, relaxation);
  const options = optionsOf(values, where);
  const rule = options
    ? phased(familyOf(values.rule)!, options)
    : ruleOf(values.rule as RuleName, variant, `${where}.variant`);
  const { engine } = values as Pick<Configuration, 'engine'>;
  requireSupport(`${where}.rule`, { rule: values.rule as RuleName, engine, command: 'train' });
  refuseUnmadeSteps(`${at}.solver`, values.engine, relaxation);
  if (rule.kind === 'phases') checkPhases(where, values, rule, relaxation);
  if (rule.kind === 'relaxation') {
    refuseMeaningless(rule, relaxation, at, { findsCrossings: values.engine === 'events' });
    if (values.engine === 'batched') refuseMessages(relaxation, `${at}.messages`);
    const { feedbackLearningRate: rate, batchSize } = values;
    if (rate !== null) refuseIdleFeedbackRate(rule, rate, `${where}.feedbackLearningRate`);
    if (values.engine === 'events') refuseSharedWeights(rule, batchSize, `${where}.batchSize`);
  }
  if (rule.kind !== 'relaxation' && values.feedbackLearningRate !== null) {
    const got = `${values.feedbackLearningRate} with rule ${values.rule}`;
    refuse({ where: `${where}.feedbackLearningRate`, got, expected: 'none: only learned feedback learns' });
  }
  const solver = resolved(relaxation, rule, values.engine);
  const own = options && { ruleOptions: options };
  const { optimiser: _, ...others } = values;
  const optimiser = configuredOptimiser(values, rule, where);
  const timed = timedSettings(values, where);
  return {
    ...{ ...others, ...own, ...optimiser, ...timed },
    ...{ variant, relaxation: { ...relaxation, solver } },
  } as Configuration;
}

function checkPhases(
  where: string,
  { engine, batchSize }: ConfigurationValues,
  rule: PhasedRule,
  relaxation: Relaxation,
): void {
  if (engine === 'batched') {
    refuseMessages(relaxation, `${where}.relaxation.messages`);
    refuseUnsolvable(rule, relaxation, `${where}.relaxation`);
    return;
  }
  speechOf(rule, relaxation, `${where}.relaxation`);
  refuseSharedMoves(rule, batchSize, `${where}.batchSize`);
}

function optionsOf(
  { rule, ruleOptions, variant }: ConfigurationValues,
  where: string,
): Chosen<RuleOptions> | undefined {
  const family = familyOf(rule);
  if (family) {
    if (Object.keys(asObject(`${where}.variant`, variant)).length > 0)
      ruleOf(rule as RuleName, variantOf(variant, where));
    return ruleOptionsOf(family, ruleOptions ?? {}, `${where}.ruleOptions`);
  }
  if (ruleOptions === undefined) return undefined;
  return refuse({
    where: `${where}.ruleOptions`,
    got: `some with rule ${rule}`,
    expected: 'none: it has none',
  });
}

/** The rule that a configuration asks for. */
export function configuredRule({
  rule,
  variant,
  ruleOptions,
}: Pick<Configuration, 'rule' | 'variant' | 'ruleOptions'>): Rule {
  return ruleOptions ? phased(familyOf(rule)!, ruleOptions) : ruleOf(rule, variant);
}

// The engine would say so at the first minibatch: here nothing is written yet.
function refuseUnmadeSteps(where: string, engine: string, { solver, duration }: Relaxation): void {
  if (engine !== 'events' || solver !== 'closed-form' || duration !== undefined) return;
  refuse({
    where,
    got: 'closed-form with engine events',
    expected: 'euler: this engine makes the steps, or a duration in continuous time',
    hint: 'engine batched',
  });
}

// A record of a run has every setting: those that are as ever say nothing.
function refuseIdleRelaxation(
  where: string,
  { rule, engine }: { readonly rule: string; readonly engine: string },
  relaxation: Relaxation,
): void {
  const standard: Partial<Relaxation> = { ...paperRelaxation, ...(rule !== 'ar' && { solver: 'euler' }) };
  const odd = (Object.keys(relaxation) as (keyof Relaxation)[]).filter(
    (name) => relaxation[name] !== standard[name] && relaxation[name] !== paperRelaxation[name],
  );
  const table = { ...relaxationNeeds, ...spokenNeeds };
  refuseIdle(table, odd, { ...relaxation, rule, engine }, (name) => `${where}.${name}`);
}
