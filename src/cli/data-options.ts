import { type Command, InvalidArgumentError, Option } from 'commander';
import { catalogue, formats, standardSplit, tasks } from '../data/index.js';
import { asObject } from '../schema.js';
import { given, names, number, whole } from './arguments.js';
import { always, type OptionNeeds } from './idle-options.js';

/** What the command line says of data of one's own. */
export interface DataFlags {
  readonly inputColumns?: readonly string[];
  readonly target?: readonly string[];
  readonly targetFile?: string;
  readonly task?: string;
  readonly test?: string;
  readonly testTargetFile?: string;
  readonly testShare?: number;
  readonly splitSeed?: number;
  readonly delimiter?: string;
}

/** Whether they have an effect is seen where data are read. */
export const dataNeeds: OptionNeeds<Required<DataFlags>> = {
  ...{ inputColumns: always, target: always, targetFile: always, task: always, test: always },
  ...{ testTargetFile: always, testShare: always, splitSeed: always, delimiter: always },
};

/** What `--data` takes, for help. */
export const dataNames = (): string =>
  `${Object.keys(catalogue).join(', ')}; or a file (${Object.keys(formats).join(', ')}) or a folder of PNG images in one folder per class`;

/** Adds those that say how a file is read. */
export function columnOptions(command: Command): Command {
  return command
    .option(
      '--input-columns <columns>',
      'of a file: inputs, as names or numbers from 1, NAME,3,5-8; the array in a file of several (default: all but the target)',
      names,
    )
    .option(
      '--target <columns>',
      'of a file: what is to be learned, a column or several; the array in a file of several (default: the last column)',
      names,
    )
    .option('--target-file <file>', 'targets of .npy or IDX inputs, in a file of their own')
    .addOption(
      new Option(
        '--task <name>',
        'what targets are (default: classes if they are texts or whole numbers)',
      ).choices(Object.keys(tasks)),
    )
    .option(
      '--delimiter <c>',
      'between the fields of a CSV file; tab for tabs (default: found out)',
      delimiter,
    );
}

/** Adds the options for data of one's own. */
export function dataOptions(command: Command): Command {
  return columnOptions(command)
    .option('--test <path>', 'file or folder to be judged by, of the same kind')
    .option('--test-target-file <file>', 'its targets, where these are in a file of their own')
    .option(
      '--test-share <x>',
      `without --test, be judged by such a share of the samples, of each class as much (default: ${standardSplit.testShare})`,
      number,
    )
    .option('--split-seed <n>', `which samples these are (default: ${standardSplit.splitSeed})`, whole);
}

function delimiter(text: string): string {
  if (text === 'tab' || text === '\\t') return '\t';
  if (text.length === 1) return text;
  throw new InvalidArgumentError(`Got ${JSON.stringify(text)}, expected one character, or tab.`);
}

/** Parts what is said of data of one's own from the rest; undefined where nothing is. */
export function splitDataOptions<O extends DataFlags>(
  options: O,
): { readonly own: DataFlags | undefined; readonly others: Omit<O, keyof DataFlags> } {
  const entries = Object.entries(options);
  const of = (data: boolean) =>
    Object.fromEntries(entries.filter(([name]) => Object.hasOwn(dataNeeds, name) === data));
  const own = given(of(true)) as DataFlags;
  return {
    own: Object.keys(own).length > 0 ? own : undefined,
    others: of(false) as Omit<O, keyof DataFlags>,
  };
}

/** The same beside what a file of settings says: that is of its data, so other data have none of it. */
export function dataOptionsBeside(
  file: string,
  stored: Readonly<Record<string, unknown>>,
  own: DataFlags | undefined,
  data: string | undefined,
): { readonly dataOptions?: object } {
  if (data !== undefined) return own ? { dataOptions: own } : stored.dataOptions ? { dataOptions: {} } : {};
  if (!own) return {};
  const before = stored.dataOptions === undefined ? {} : asObject(`${file}.dataOptions`, stored.dataOptions);
  return { dataOptions: { ...before, ...own } };
}
