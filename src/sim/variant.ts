import { z } from 'zod';
import { refuse } from '../errors.js';
import { arOptions } from '../rules/ar-options.js';
import { type ByNode, choiceText, type NodeChoice, namesIn } from '../rules/choice.js';
import { type FeedbackName, feedbacks } from '../rules/feedbacks.js';
import { nameIn, read } from '../schema.js';
import { readChoice } from './node-choice.js';

/** Where f' is taken. */
export type DerivativeName = (typeof arOptions.derivative.choices)[number];

/**
 * A point in the family of Activation Relaxation: independent choices, plain data. The first three nodes may make otherwise
 * than others, by name or by type.
 */
export interface Variant {
  /** What carries messages down. */
  readonly feedback: ByNode<FeedbackName>;
  /** f' in the relaxation. */
  readonly derivative: ByNode<DerivativeName>;
  /** f' in the weight update. */
  readonly updateDerivative: ByNode<DerivativeName>;
  /** The presynaptic activity in the weight update. */
  readonly presynaptic: (typeof arOptions.presynaptic.choices)[number];
  /** When weights change. */
  readonly plasticity: (typeof arOptions.plasticity.choices)[number];
  /** Whether the pre-activations at which derivatives are taken contain the bias. */
  readonly bias: 'included' | 'excluded';
  /** Whether input units hold the stimulus through the relaxation, or relax like neurons (as in the papers' code). */
  readonly inputs: 'clamped' | 'relaxing';
}

/** A variant by which all nodes do the same. */
export type PlainVariant = { readonly [C in keyof Variant]: Extract<Variant[C], string> };

/** The variant of arXiv 2009.05359, eq. 5 and 6. */
export const standardVariant: PlainVariant = {
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
/** Choices that nodes may make for themselves. */
export const nodeChoices = [
  'feedback',
  'derivative',
  'updateDerivative',
] as const satisfies (keyof Variant)[];
const isNodeChoice = (name: string): name is (typeof nodeChoices)[number] =>
  (nodeChoices as readonly string[]).includes(name);
const schema = z.strictObject(
  Object.fromEntries(
    choiceNames.map((name) => {
      const one = isNodeChoice(name) ? z.unknown() : nameIn(variantChoices[name]);
      return [name, one.optional()] as const;
    }),
  ),
);

/**
 * Fills in the standard choices and checks the rest.
 * @throws {InputError} naming a choice or value that there is not, or a choice that would change nothing
 */
export function variantOf(given: unknown = {}, where = 'variant'): Variant {
  const asked = Object.entries(read(where, schema, given)).filter(([, value]) => value !== undefined);
  const chosen = asked.map(([name, value]) => [
    name,
    isNodeChoice(name)
      ? readChoice<string>(`${where}.${name}`, variantChoices[name], value, standardVariant[name])
      : value,
  ]);
  const variant: Variant = { ...standardVariant, ...Object.fromEntries(chosen) };
  refuseIdleBias(where, variant);
  return variant;
}

/** The choices in which a variant differs from the standard one, in words. */
export function variantName(variant: Variant): string {
  const differing = choiceNames.filter((name) => variant[name] !== standardVariant[name]);
  return differing.map((name) => `${words(name)} ${choiceText(variant[name])}`).join(', ');
}

function refuseIdleBias(where: string, { bias, derivative, updateDerivative }: Variant): void {
  const taken = [derivative, updateDerivative].flatMap((one) => namesIn<string>(one));
  if (bias === 'included' || taken.some((one) => one !== 'none')) return;
  refuse({
    where: `${where}.bias`,
    got: 'excluded with derivative none and updateDerivative none',
    expected: 'included: no derivative is taken that a bias could be left out of',
  });
}

/** The choices that nodes make for themselves, as far as any do. */
export const choicesByNode = (variant: Variant): readonly NodeChoice[] =>
  nodeChoices.flatMap((name) => {
    const given = variant[name];
    return typeof given === 'string' ? [] : [{ name, given, ofWeights: name !== 'derivative' }];
  });

const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
