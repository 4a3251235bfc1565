import { type Command, Option } from 'commander';
import { averages } from '../../lab/training/averages.js';
import { monitors } from '../../lab/training/judging.js';
import { rateSchedules } from '../../lab/training/rate-schedules.js';
import type { RuleOption, RuleOptions } from '../../rules/family.js';
import { positive } from '../arguments.js';

/** Adds what changes as a run goes on, or decides how far it goes. */
export function timedOptions(command: Command): Command {
  return command
    .option(
      '--learning-rate-schedule <parts>',
      `how learning rates change, NAME:SETTING=VALUE, one after the other with commas: ${listOf(rateSchedules)}. Each with ` +
        'epochs=N, steps=N or until=EPOCH (all but the last), and per=step or per=epoch (default: constant)',
    )
    .option(
      '--early-stopping <n>',
      'stop after so many epochs without a better one on the validation samples (--validation-share)',
      positive,
    )
    .addOption(
      new Option(
        '--monitor <name>',
        'what validation samples judge by (default: accuracy; loss where targets are numbers)',
      ).choices([...monitors]),
    )
    .option(
      '--average <name>',
      `an average of the weights, kept and tested beside them: ${listOf(averages)} (default: none)`,
    );
}

type Entry = { readonly summary: string; readonly options: RuleOptions };

const listOf = (list: Readonly<Record<string, Entry>>): string =>
  Object.entries(list)
    .map(([name, { options, summary }]) => `${name}${settingsOf(options)} (${summary})`)
    .join(', ');

const settingsOf = (options: RuleOptions): string =>
  Object.entries<RuleOption>(options)
    .map(
      ([name, option]) =>
        `:${name}=${typeof option.default === 'number' ? rounded(option.default) : option.default}`,
    )
    .join('');

const rounded = (value: number): number => Number(value.toPrecision(3));
