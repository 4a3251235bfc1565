import { z } from 'zod';
import { refuse } from '../errors.js';
import { arOptions } from '../rules/ar-options.js';
import { type FeedbackName, feedbacks } from '../rules/feedbacks.js';
import { nameIn, read } from '../schema.js';

/** Where f' is taken. */
export type DerivativeName = (typeof arOptions.derivative.choices)[number];

/** A point in the family of Activation Relaxation: independent choices, plain data. */
export interface Variant {
  /** What carries messages down. */
  readonly feedback: FeedbackName;
  /** f' in the relaxation. */
  readonly derivative: DerivativeName;
  /** f' in the weight update. */
  readonly updateDerivative: DerivativeName;
  /** The presynaptic activity in the weight update. */
  readonly presynaptic: (typeof arOptions.presynaptic.choices)[number];
  /** When weights change. */
  readonly plasticity: (typeof arOptions.plasticity.choices)[number];
  /** Whether the pre-activations at which derivatives are taken contain the bias. */
  readonly bias: 'included' | 'excluded';
  /** Whether input units hold the stimulus through the relaxation, or relax like neurons (as in the papers' code). */
  readonly inputs: 'clamped' | 'relaxing';
}

/** The variant of arXiv 2009.05359, eq. 5 and 6. */
export const standardVariant: Variant = {
  feedback: 'transpose',
  derivative: 'frozen',
  updateDerivative: 'frozen',
  presynaptic: 'stored',
  plasticity: 'equilibrium',
  bias: 'included',
  inputs: 'clamped',
};

const named = <N extends string>(names: readonly N[]): Readonly<Record<N, true>> =>
  Object.fromEntries(names.map((name) => [name, true])) as Readonly<Record<N, true>>;

/** What each choice of a variant can be. */
export const variantChoices = {
  feedback: feedbacks,
  derivative: named(arOptions.derivative.choices),
  updateDerivative: named(arOptions.updateDerivative.choices),
  presynaptic: named(arOptions.presynaptic.choices),
  plasticity: named(arOptions.plasticity.choices),
  bias: named(arOptions.bias.choices),
  inputs: named(arOptions.inputs.choices),
} as const satisfies Record<keyof Variant, Readonly<Record<string, unknown>>>;

const choiceNames = Object.keys(variantChoices) as (keyof Variant)[];
const schema = z.strictObject(
  Object.fromEntries(choiceNames.map((name) => [name, nameIn(variantChoices[name]).optional()] as const)),
);

/**
 * Fills in the standard choices and checks the rest.
 * @throws {InputError} naming a choice or value that there is not, or a choice that would change nothing
 */
export function variantOf(given: unknown = {}, where = 'variant'): Variant {
  const asked = Object.entries(read(where, schema, given)).filter(([, value]) => value !== undefined);
  const variant = { ...standardVariant, ...Object.fromEntries(asked) };
  refuseIdleBias(where, variant);
  return variant;
}

/** The choices in which a variant differs from the standard one, in words. */
export function variantName(variant: Variant): string {
  const differing = choiceNames.filter((name) => variant[name] !== standardVariant[name]);
  return differing.map((name) => `${words(name)} ${variant[name]}`).join(', ');
}

function refuseIdleBias(where: string, { bias, derivative, updateDerivative }: Variant): void {
  if (bias === 'included' || derivative !== 'none' || updateDerivative !== 'none') return;
  refuse({
    where: `${where}.bias`,
    got: 'excluded with derivative none and updateDerivative none',
    expected: 'included: no derivative is taken that a bias could be left out of',
  });
}

const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
