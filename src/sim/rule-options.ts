import { z } from 'zod';
import { refuse } from '../errors.js';
import { families } from '../rules/families.js';
import {
  type Chosen,
  defaultsOf,
  type RuleFamily,
  type RuleOption,
  type RuleOptions,
} from '../rules/family.js';
import { asObject, oneOf, read, show } from '../schema.js';

/** The family of a rule, where it has one. */
export const familyOf = (rule: string): RuleFamily | undefined =>
  Object.hasOwn(families, rule) ? families[rule as keyof typeof families] : undefined;

/** Every option of every family, by name, and who has it. */
export function allRuleOptions(): ReadonlyMap<
  string,
  readonly (readonly [rule: string, option: RuleOption])[]
> {
  const all = new Map<string, [string, RuleOption][]>();
  for (const { name: rule, options } of Object.values(families)) {
    for (const [name, option] of Object.entries(options)) {
      all.set(name, [...(all.get(name) ?? []), [rule, option]]);
    }
  }
  return all;
}

/** Fills in what was not chosen. @throws {InputError} on an option that the rule has not, or a value that it cannot have */
export function ruleOptionsOf(
  { options }: Pick<RuleFamily, 'options'>,
  given: unknown,
  where: string,
): Chosen<RuleOptions> {
  refuseFormer(options, given, where);
  const entries = Object.entries(options).map(
    ([name, option]) => [name, schemaOf(option).optional()] as const,
  );
  const chosen = read(where, z.strictObject(Object.fromEntries(entries)), given);
  const asked = Object.entries(chosen).filter(([, value]) => value !== undefined);
  return { ...defaultsOf(options), ...Object.fromEntries(asked) } as Chosen<RuleOptions>;
}

/** @throws {InputError} on a choice by the name that it had once, with the one that it has */
function refuseFormer(options: RuleOptions, given: unknown, where: string): void {
  for (const [name, value] of Object.entries(asObject(where, given))) {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option?.kind !== 'choice' || typeof value !== 'string') continue;
    const now = Object.hasOwn(option.formerly ?? {}, value) ? option.formerly![value] : undefined;
    if (now === undefined) continue;
    const expected = `one of ${option.choices.join(', ')}`;
    refuse({ where: `${where}.${name}`, got: show(value), expected, hint: show(now) });
  }
}

function schemaOf(option: RuleOption): z.ZodType<string | number | boolean> {
  if (option.kind === 'choice') return oneOf([...option.choices]);
  if (option.kind === 'flag') return z.boolean('true or false');
  const { least, above, below = Infinity } = option;
  const most = below < Infinity ? ` and below ${below}` : '';
  const kind = option.kind === 'count' ? 'whole ' : '';
  const text = `a ${kind}number ${above ? 'above' : 'of at least'} ${least}${most}`;
  const number =
    option.kind === 'count' ? z.int(text).max(1e9, 'a whole number of at most 1e9') : z.number(text);
  const bounded = above ? number.gt(least, text) : number.min(least, text);
  return below < Infinity ? bounded.lt(below, text) : bounded;
}
