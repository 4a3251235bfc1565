import { type Command, Option } from 'commander';
import { nodeChoices, standardVariant, type Variant, variantChoices, variantOf } from '../sim/variant.js';
import { given } from './arguments.js';

/** What the command line says of a variant. */
export type VariantOptions = { readonly [name in keyof Variant]?: string };

const what: Readonly<Record<keyof Variant, string>> = {
  feedback:
    'what carries messages down: W^T, fixed random weights, or learned ones; the last two are NAME.feedback',
  derivative: "f' in the relaxation: at the forward sweep, at the moving activities, or left out",
  updateDerivative: "f' in the weight update",
  presynaptic: 'presynaptic activity in the weight update: of the forward sweep, or as it is now',
  plasticity: 'when weights change: after the relaxation, or during it (then --learning-rate is per tau)',
  bias: "whether f' is taken at pre-activations with the bias in them",
  inputs: 'whether inputs hold the stimulus or relax, too',
};

/** How nodes choose for themselves. */
const byNode = '; or NAME,TYPE=NAME,NODE=NAME: one for all, and others for nodes of a type or for a node';
const byProjection = ', and NODE:NAME=NAME for a projection of a node by its name';

/** Adds the choices of a variant of Activation Relaxation to a command. */
export function variantOptions(command: Command): Command {
  for (const [name, text] of Object.entries(what) as [keyof Variant, string][]) {
    const names = Object.keys(variantChoices[name]).join(', ');
    const differing = (nodeChoices as readonly string[]).includes(name)
      ? `${byNode}${name === 'derivative' ? '' : byProjection}`
      : '';
    command.addOption(
      new Option(
        `--${dashed(name)} <name>`,
        `${text}: ${names}${differing} (default: ${standardVariant[name]})`,
      ),
    );
  }
  return command;
}

/** The variant that the options ask for. @throws {InputError} naming the option */
export function variantFrom(options: VariantOptions): Variant {
  return variantOf(choicesIn(options), 'variant');
}

/** The choices among options, as they were given. */
export function choicesIn(options: VariantOptions): VariantOptions {
  const { feedback, derivative, updateDerivative, presynaptic, plasticity, bias, inputs } = options;
  return given({ feedback, derivative, updateDerivative, presynaptic, plasticity, bias, inputs });
}

const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
