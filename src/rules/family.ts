import type { Rule } from './rule.js';

/** A choice that a rule leaves to whoever runs it: an option of the command line, `--NAME`, and a key of a configuration. */
export type RuleOption =
  | {
      readonly kind: 'choice';
      readonly choices: readonly string[];
      /** What choices were called in saved configurations that are no longer read, and what they are called now. */
      readonly formerly?: Readonly<Record<string, string>>;
      readonly default: string;
      readonly help: string;
    }
  | {
      readonly kind: 'count' | 'number';
      readonly default: number;
      /** The least that it may be; of numbers, itself excluded where `above`. */
      readonly least: number;
      readonly above?: boolean;
      /** Where it has to stay below something. */
      readonly below?: number;
      readonly help: string;
    }
  | { readonly kind: 'flag'; readonly default: false; readonly help: string };

export type RuleOptions = Readonly<Record<string, RuleOption>>;

/** What was chosen: a value for each option. */
export type Chosen<O extends RuleOptions> = {
  readonly [K in keyof O]: O[K] extends { kind: 'choice'; choices: readonly (infer C)[] }
    ? C
    : O[K] extends { kind: 'flag' }
      ? boolean
      : number;
};

/** A rule as it is offered: its options, declared beside it, and what it is once they are chosen. */
export interface RuleFamily<O extends RuleOptions = RuleOptions> {
  readonly name: string;
  /** One line for help texts. */
  readonly summary: string;
  /** Where its equations are from. */
  readonly source: string;
  readonly options: O;
  of(chosen: Chosen<O>): Rule;
}

/** A rule and its options. */
export const family = <const O extends RuleOptions>(given: RuleFamily<O>): RuleFamily<O> => given;

/** What an option is where nobody chooses. */
export const defaultsOf = <O extends RuleOptions>(options: O): Chosen<O> =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default])) as Chosen<O>;
