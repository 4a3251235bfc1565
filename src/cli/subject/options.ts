import type { Command } from 'commander';
import { checkpointNames } from '../../lab/trained/checkpoints.js';
import { names } from '../arguments.js';
import { type BackendOptions, backendOptions } from '../backend-options.js';
import { grainOption } from '../grain-option.js';
import { always, batched, type OptionNeeds } from '../idle-options.js';
import { type ParamsOptions, paramsOptions } from '../params-options.js';

/** What the command line says of a trained network. */
export interface SubjectFlags extends ParamsOptions {
  readonly checkpoint?: string;
  readonly normalisation?: string;
  readonly classes?: readonly string[];
}

/** The needs of these are checked where the network is read: names of a file of `--checkpoint` may be mapped, too. */
const subjectNeeds: OptionNeeds<Required<SubjectFlags>> = {
  ...{ params: always, rename: always, layout: always, checkpoint: always },
  ...{ normalisation: always, classes: always },
};

/** What the command line says of a trained network and where it runs. */
export interface EngineFlags extends SubjectFlags, BackendOptions {
  readonly engine?: string;
  readonly grain?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** What options of these need. */
export const engineNeeds: OptionNeeds<Required<EngineFlags>> = {
  ...subjectNeeds,
  ...{ engine: always, grain: always, backend: [batched], threads: [batched], quiet: always, json: always },
};

/** What a command says of its argument. */
export const subjectArgument = [
  '<run-or-network>',
  'a run directory, or a network description with --params',
] as const;

/** Adds what a run knows of its data and a network in a file does not. */
export function meaningOptions(command: Command): Command {
  return command
    .option(
      '--normalisation <file>',
      'of a network in a file: mean and sd by which its inputs were scaled, as normalisation.json of a run or export has them',
    )
    .option('--classes <names>', 'of a network in a file: what its output units are, NAME,NAME', names);
}

/** Adds `--params` and `--checkpoint`, which say whose weights are taken. */
export function subjectOptions(command: Command): Command {
  return paramsOptions(command, 'of a network that is described in a file').option(
    '--checkpoint <which>',
    `of a run: ${checkpointNames.join(', ')}, or a file of weights (default: last)`,
  );
}

/** The same, with the options of the engine. */
export function engineOptions(command: Command): Command {
  return backendOptions(
    meaningOptions(subjectOptions(command))
      .option('--engine <name>', 'batched, or events (default: that of the run, or batched)')
      .addOption(grainOption()),
  );
}
