import { z } from 'zod';
import { choose } from '../../errors.js';
import { read } from '../../schema.js';
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
const numbers = z.record(z.string(), z.number('a number'));

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
  strictPhases: numbers.optional(),
  oscillation: numbers.optional(),
  twoCompartments: numbers.optional(),
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

/** A training on a stream: everything that its numbers depend on, JSON-able. */
export type StreamConfiguration = z.infer<typeof schema>;

/** @throws {InputError} naming the field */
export function streamConfigurationOf(given: unknown, where: string): StreamConfiguration {
  const configuration = read(where, schema, given);
  choose(`${where}.rule`, rules, configuration.rule);
  choose(`${where}.way`, ways, configuration.way);
  choose(`${where}.grain`, grains, configuration.grain);
  return configuration;
}

/** The rule that it asks for. @throws {InputError} on options that the rule does not have */
export function streamRule({ rule, ruleOptions, variant = {} }: StreamConfiguration, where: string): Rule {
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
