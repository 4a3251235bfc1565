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
function combinations({ options }: RuleFamily): Partial<Chosen<RuleOptions>>[] {
  let all: Record<string, string>[] = [{}];
  for (const [name, option] of Object.entries(options)) {
    if (option.kind !== 'choice') continue;
    all = all.flatMap((one) => option.choices.map((choice) => ({ ...one, [name]: choice })));
  }
  return all as unknown as Partial<Chosen<RuleOptions>>[];
}

/** So many combinations are left out after each of a rule that has hundreds: every pair of choices still comes. */
const stride: Readonly<Record<string, number>> = { ar: 23 };

/** Every rule in every combination of its choices; of activation relaxation, in some. */
export const settings: readonly PhasedRule[] = (
  [pc, ep, chl, dfa, fa, bp, ar] as readonly RuleFamily[]
).flatMap((family) =>
  combinations(family)
    .filter((_, i) => i % (stride[family.name] ?? 1) === 0)
    .map((chosen) => phased(family, { ...few[family.name], ...chosen })),
);

/** Weights move during its phases. */
export const adapts = ({ rule }: PhasedRule): boolean =>
  rule.phases.some(({ moves = [] }) => moves.some(({ kind }) => kind === 'adapt'));
