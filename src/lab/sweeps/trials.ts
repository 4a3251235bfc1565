import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { show } from '../../schema.js';
import { type Configuration, configurationOf } from '../configuration.js';
import { readJson } from '../files.js';
import { fitting } from '../runs/default-network.js';
import type { Values } from './conditions.js';
import { withValue } from './dotted.js';
import type { Sweep } from './sweep.js';

/** Something to try: a configuration, which is run with each seed. */
export interface Trial {
  /** From 0; it stays the same whatever comes of the others. */
  readonly index: number;
  readonly parameters: Values;
  /** With the first seed. */
  readonly configuration: Configuration;
  /** Its folder in that of the sweep: index and hash of the configuration. */
  readonly folder: string;
}

/**
 * All trials of a sweep, each one checked.
 * @param where the file of the sweep: networks that are named lie beside it
 * @throws {InputError} naming the trial and the field
 */
export function trialsOf(sweep: Sweep, where: string): Trial[] {
  const networks = new Map<string, unknown>();
  const readNetwork = (path: string) => {
    if (!networks.has(path)) networks.set(path, readJson(path));
    return networks.get(path);
  };
  const inlined = (fields: Fields) =>
    typeof fields.network === 'string' && fields.network !== fitting
      ? { ...fields, network: readNetwork(resolve(dirname(where), fields.network)) }
      : fields;
  // Before parameters reach into it.
  const shared = inlined(sweep.configuration);
  const { rungs, trials } = sweep.search;
  const digits = Math.max(3, String(trials.length - 1).length);
  return trials.map((parameters, index) => {
    const name = `${where}: trial ${index} (${parameterWords(parameters)})`;
    const { epochs = undefined } = rungs[0];
    const own = inlined(applied(shared, parameters, name));
    const fields = { ...own, seed: sweep.seeds[0], ...(epochs !== undefined && { epochs }) };
    const configuration = configurationOf(fields, name);
    const number = String(index).padStart(digits, '0');
    return { index, parameters, configuration, folder: `trials/${number}-${hashOf(configuration)}` };
  });
}

type Fields = Readonly<Record<string, unknown>>;

function applied(shared: Fields, parameters: Values, where: string): Fields {
  let fields: unknown = shared;
  for (const [name, value] of Object.entries(parameters))
    fields = withValue(fields, name, value, `${where}.${name}`);
  return fields as Fields;
}

/** Parameters in a few words: `rule=ar, learningRate=0.01`. */
export const parameterWords = (parameters: Values): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${valueWords(value)}`)
    .join(', ');

/** A value of a parameter as a table shows it. */
export const valueWords = (value: unknown): string => (typeof value === 'string' ? value : show(value));

// Of what the numbers depend on, but for the seed.
function hashOf({ seed: _, ...rest }: Configuration): string {
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex').slice(0, 8);
}
