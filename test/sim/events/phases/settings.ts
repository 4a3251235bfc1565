import { ar } from '../../../../src/rules/ar.js';
import { bp } from '../../../../src/rules/bp.js';
import { chl } from '../../../../src/rules/chl.js';
import { dfa } from '../../../../src/rules/dfa.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import type { Chosen, RuleFamily, RuleOptions } from '../../../../src/rules/family.js';
import { pc } from '../../../../src/rules/pc.js';
import { phased } from '../../../../src/sim/phased.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';

/** Numbers that are none of the defaults: few steps, and powers of two where a constant is held in float32. */
const few: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  pc: { steps: 3, stepSize: 0.2, outputVariance: 4 },
  ep: { freeSteps: 4, nudgedSteps: 3, stepSize: 0.3, beta: 0.25 },
  chl: { freeSteps: 4, clampedSteps: 3, stepSize: 0.3, gamma: 0.5 },
  ar: { steps: 3, stepSize: 0.2 },
};

/** Every combination of what a rule leaves to choose. */
function combinations({ options }: RuleFamily): Record<string, string>[] {
  let all: Record<string, string>[] = [{}];
  for (const [name, option] of Object.entries(options)) {
    if (option.kind !== 'choice') continue;
    all = all.flatMap((one) => option.choices.map((choice) => ({ ...one, [name]: choice })));
  }
  return all;
}

/** So many combinations are left out after each of a rule that has hundreds: every pair of choices still comes. */
const stride: Readonly<Record<string, number>> = { ar: 23 };

/** A rule, and all that is chosen of it. */
export interface Combination {
  readonly family: RuleFamily;
  readonly chosen: Readonly<Record<string, string | number>>;
}

/** The rule that it is. */
export const ruleOf = ({ family, chosen }: Combination): PhasedRule =>
  phased(family, chosen as Partial<Chosen<RuleOptions>>);

const families = [pc, ep, chl, dfa, fa, bp, ar] as readonly RuleFamily[];

/** Every rule in every combination of its choices. */
export const allCombinations: readonly Combination[] = families.flatMap((family) =>
  combinations(family).map((chosen) => ({ family, chosen: { ...few[family.name], ...chosen } })),
);

/** The same; of activation relaxation, some. */
export const someCombinations: readonly Combination[] = families.flatMap(({ name }) =>
  allCombinations
    .filter(({ family }) => family.name === name)
    .filter((_, i) => i % (stride[name] ?? 1) === 0),
);

/** Fewer still: what is the default, and each choice once at least, in turns that differ by option. */
export const fewCombinations: readonly Combination[] = families.flatMap((family) => {
  const open = Object.entries(family.options).flatMap(([name, option]) =>
    option.kind === 'choice' ? [[name, option.choices] as const] : [],
  );
  const most = Math.max(0, ...open.map(([, choices]) => choices.length));
  const turns = Array.from({ length: most }, (_, k) =>
    Object.fromEntries(open.map(([name, choices], i) => [name, choices[(k + i) % choices.length]])),
  );
  const defaults = Object.fromEntries(open.map(([name, choices]) => [name, choices[0]]));
  return [defaults, ...turns].map((one) => ({ family, chosen: { ...few[family.name], ...one } }));
});

export const settings: readonly PhasedRule[] = someCombinations.map(ruleOf);

/** Weights move during its phases. */
export const adapts = ({ rule }: PhasedRule): boolean =>
  rule.phases.some(({ moves = [] }) => moves.some(({ kind }) => kind === 'adapt'));
