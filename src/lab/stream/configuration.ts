import { z } from 'zod';
import { choose, refuse } from '../../errors.js';
import { asObject, read } from '../../schema.js';
import type { LiveOptions } from '../../sim/events/live/options.js';
import { type WayName, ways } from '../../sim/events/live/ways.js';
import { phased } from '../../sim/phased.js';
import type { Rule } from '../../sim/rule.js';
import { familyOf, ruleOptionsOf } from '../../sim/rule-options.js';
import { type RuleName, ruleOf, rules } from '../../sim/rules.js';
import { variantOf } from '../../sim/variant.js';
import { type GrainName, grains } from '../../synapses/grains.js';
import { pluginsSchema } from '../configuration-schema.js';
import { weightsSchema } from '../weights/weights.js';

const count = 'a whole number of at least 1';
const counted = z.int(count).min(1, count);
const atLeast0 = z.number('a number of at least 0').min(0, 'a number of at least 0');
/** What a way may be asked for, by name. */
const numbers = (...names: readonly string[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.number('a number').optional()])));

const schema = z.strictObject({
  command: z.literal('stream'),
  /** As given; without it one that fits the data, which then stands here. */
  network: z.looseObject({}, 'a network description').optional(),
  data: z.string('the name of a data set, or a path'),
  /** How data of one's own are read. */
  dataOptions: z.record(z.string(), z.unknown()).optional(),
  rule: z.string('the name of a rule'),
  /** Of a rule in phases: its own, all of them. */
  ruleOptions: z.record(z.string(), z.unknown()).optional(),
  /** Of activation relaxation: the choices that were made. */
  variant: z.record(z.string(), z.unknown()).optional(),
  way: z.string('the name of a way'),
  learningRate: atLeast0,
  /** What was asked for of the way. */
  strictPhases: numbers('sweep', 'duration').optional(),
  oscillation: numbers('period', 'forward', 'first', 'offset', 'jitter').optional(),
  twoCompartments: numbers('teachEvery').optional(),
  plugins: pluginsSchema.optional(),
  /** The weights that it begins with, where they are of a file. */
  params: weightsSchema.optional(),
  images: counted,
  every: z.number('a number above 0').positive('a number above 0'),
  targetDelay: atLeast0,
  taught: atLeast0.max(1, 'a share from 0 to 1'),
  grain: z.string('the name of a grain'),
  seed: z.int('a whole number'),
  logEvery: counted,
  limitTestSamples: counted.nullable(),
  /** Images between checkpoints. */
  save: counted,
});

const partial = schema.partial();

/** A training on a stream: everything that its numbers depend on, JSON-able. */
export type StreamConfiguration = z.infer<typeof schema>;

/** Some of it, as a file has it. */
export type StoredStream = z.infer<typeof partial>;

/** @throws {InputError} naming the field */
export function streamConfigurationOf(given: unknown, where: string): StreamConfiguration {
  const configuration = read(where, schema, given);
  choose(`${where}.rule`, rules, configuration.rule);
  choose(`${where}.way`, ways, configuration.way);
  choose(`${where}.grain`, grains, configuration.grain);
  refuseOfOtherRules(configuration, where);
  return configuration;
}

/**
 * What a file has of a configuration: all of it, or some.
 * @throws {InputError} naming the field
 */
export function storedStream(given: unknown, where: string): StoredStream {
  const fields = asObject(where, given);
  if ('epochs' in fields && !('command' in fields))
    refuse({ where, got: 'a configuration of train', expected: 'one of stream', hint: 'train --config' });
  const stored = read(where, partial, given);
  if (stored.rule !== undefined) choose(`${where}.rule`, rules, stored.rule);
  if (stored.way !== undefined) choose(`${where}.way`, ways, stored.way);
  if (stored.grain !== undefined) choose(`${where}.grain`, grains, stored.grain);
  const { rule = 'ar', ruleOptions, variant } = stored;
  const ofRule = { rule, ...(ruleOptions && { ruleOptions }), ...(variant && { variant }) };
  refuseOfOtherRules(ofRule, where);
  streamRule(ofRule, where);
  return stored;
}

type OfRule = Pick<StreamConfiguration, 'rule' | 'ruleOptions' | 'variant'>;

function refuseOfOtherRules({ rule, ruleOptions, variant }: OfRule, where: string): void {
  const family = familyOf(rule);
  const name = family ? 'variant' : 'ruleOptions';
  const stray = family ? variant : ruleOptions;
  if (stray === undefined || Object.keys(stray).length === 0) return;
  const got = `${Object.keys(stray).join(', ')} with rule ${rule}`;
  refuse({ where: `${where}.${name}`, got, expected: 'none: it has none' });
}

/** The rule that it asks for. @throws {InputError} on options that the rule does not have */
export function streamRule({ rule, ruleOptions, variant = {} }: OfRule, where: string): Rule {
  const family = familyOf(rule);
  const at = `${where}.variant`;
  if (!family) return ruleOf(rule as RuleName, variantOf(variant, at), at);
  return phased(family, ruleOptionsOf(family, ruleOptions ?? {}, `${where}.ruleOptions`));
}

/** How the network lives with the stream. */
export function liveOptionsOf(configuration: StreamConfiguration, rule: Rule): LiveOptions {
  const { way, learningRate, strictPhases, oscillation, twoCompartments, grain, seed } = configuration;
  return {
    ...{ way: way as WayName, learningRate, rule, seed, grain: grain as GrainName },
    ...(strictPhases && { strictPhases }),
    ...(oscillation && { oscillation }),
    ...(twoCompartments && { twoCompartments }),
  };
}
