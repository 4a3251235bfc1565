import { resolve } from 'node:path';
import type { Command } from 'commander';
import { choose } from '../errors.js';
import { readRenames } from '../lab/weights/renames.js';
import { type Renames, type Side, sides } from '../lab/weights/weights.js';
import { asObject } from '../schema.js';
import { needs } from '../sim/needs.js';
import { given } from './arguments.js';
import { always, type OptionNeeds } from './idle-options.js';

/** What the command line says of a file of weights. */
export interface ParamsOptions {
  readonly params?: string;
  readonly rename?: Renames;
  readonly layout?: Side;
}

const file = needs('params', (path) => path !== undefined, 'not given', { expected: '--params FILE' });

/** How a file is read has no meaning without one. */
export const paramsNeeds: OptionNeeds<Required<ParamsOptions>> = {
  params: always,
  rename: [file],
  layout: [file],
};

/** Adds `--rename` and `--layout`, which say how a file of weights is read. */
export function readingOptions(command: Command): Command {
  return command
    .option(
      '--rename <table>',
      'new names for tensors, or for beginnings of names: FROM=TO,FROM=TO, or a JSON file',
      (text) => readRenames(text),
    )
    .option('--layout <name>', 'of tensors: relaxon, pytorch (default: whichever fits)', (name) => {
      choose('--layout', Object.fromEntries(sides.map((side) => [side, side])), name);
      return name as Side;
    });
}

/** Adds `--params` with how it is read. @param about what it is for, or what there is without it */
export function paramsOptions(command: Command, about: string): Command {
  return readingOptions(
    command.option('--params <file>', `weights as safetensors, ours or PyTorch's; ${about}`),
  );
}

/** A file of weights that a training begins with, among its options. */
export interface BeginningOptions extends ParamsOptions {
  readonly partial?: boolean;
}

/** The needs of these. */
export const beginningNeeds: OptionNeeds<Required<BeginningOptions>> = { ...paramsNeeds, partial: [file] };

/** Adds the options of a training that begins with weights of a file. */
export function beginningOptions(command: Command): Command {
  return paramsOptions(command, 'training begins with them (default: drawn)').option(
    '--partial',
    'of --params: what the file lacks is drawn, what it has beside is passed over',
  );
}

/**
 * Tells the options of a file of weights from others.
 * @param stored what a configuration file has of it
 */
export function splitBeginning<O extends BeginningOptions>(
  options: O,
  stored?: unknown,
  where = 'params',
): { readonly params: object | undefined; readonly others: Omit<O, keyof BeginningOptions> } {
  const { params, rename, layout, partial, ...others } = options;
  const how = given({ rename, layout, partial });
  if (params !== undefined) return { params: { file: resolve(params), ...how }, others };
  if (Object.keys(how).length === 0) return { params: undefined, others };
  return { params: { ...asObject(where, stored ?? {}), ...how }, others };
}
