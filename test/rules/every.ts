import { ar } from '../../src/rules/ar.js';
import { bp } from '../../src/rules/bp.js';
import { families } from '../../src/rules/families.js';
import { type Chosen, defaultsOf, type RuleFamily, type RuleOptions } from '../../src/rules/family.js';
import type { Rule } from '../../src/rules/rule.js';

/** Every rule in phases that there is. */
export const everyFamily: readonly RuleFamily[] = [
  ar as unknown as RuleFamily,
  bp,
  ...Object.values(families),
];

/** A value of every option. */
type Choices = Readonly<Record<string, string | number>>;

/** Every combination of the choices of a rule; numbers are as they are by default. */
export function everyChoice({ options }: RuleFamily): readonly Choices[] {
  return Object.entries(options).reduce<readonly Choices[]>(
    (all, [name, option]) =>
      option.kind !== 'choice'
        ? all
        : all.flatMap((one) => option.choices.map((choice) => ({ ...one, [name]: choice }))),
    [defaultsOf(options)],
  );
}

/** A rule with what is chosen, the rest as it is by default. */
export const ruleWith = ({ options, of }: RuleFamily, chosen: Choices = {}): Rule =>
  of({ ...defaultsOf(options), ...chosen } as Chosen<RuleOptions>);

/** Every variant of activation relaxation that has a meaning. */
export const arVariants = (): readonly Choices[] =>
  everyChoice(everyFamily[0])
    .map(({ steps, stepSize, initial, ...choice }) => ({ choice, forward: initial === 'forward' }))
    .flatMap(({ choice, forward }) => (forward ? [choice] : []))
    .filter(
      ({ bias, derivative, updateDerivative }) =>
        bias === 'included' || derivative !== 'none' || updateDerivative !== 'none',
    );
