import { refuse } from '../../errors.js';
import { configurationSchema } from '../../lab/configuration-schema.js';
import { show } from '../../schema.js';

/** What commands call their own: an option of a rule or an optimiser by such a name would take its place. */
const reserved: readonly string[] = [
  ...Object.keys(configurationSchema.shape),
  ...[
    'all',
    'backend',
    'batch',
    'cells',
    'config',
    'delay',
    'every',
    'help',
    'images',
    'input',
    'jobs',
    'json',
    'measure',
  ],
  ...[
    'name',
    'out',
    'params',
    'plugin',
    'quiet',
    'record',
    'replay',
    'restore',
    'resume',
    'sample',
    'seeds',
    'taught',
  ],
  ...['threads', 'tolerance', 'train', 'version', 'way'],
];

/** @throws {InputError} on an option of a rule or an optimiser that has a name of these */
export function refuseReserved(entry: unknown, where: string): void {
  const { options } = entry as { readonly options?: unknown };
  if (typeof options !== 'object' || options === null) return;
  const odd = Object.keys(options).find((name) => reserved.includes(name));
  if (odd === undefined) return;
  const expected = 'one that no command has for something else';
  refuse({
    where: `${where}.options`,
    got: `the name ${show(odd)}`,
    expected,
    hint: `another, such as ${entryWord(where)}${odd[0].toUpperCase()}${odd.slice(1)}`,
  });
}

const entryWord = (where: string) =>
  where.split('.')[1].replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
