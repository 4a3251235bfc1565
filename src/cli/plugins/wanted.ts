import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { RelaxonError } from '../../errors.js';
import { type PluginRecord, pluginsSchema } from '../../lab/configuration-schema.js';
import { readJson } from '../../lab/files.js';
import { runFiles } from '../../lab/runs/files.js';
import { holdsSeeds, readManifest, seedsFiles } from '../../lab/seeds/manifest.js';
import { sweepFiles } from '../../lab/sweeps/files.js';
import { asObject, readValue } from '../../schema.js';

/** A plug-in that is to be loaded. */
export interface Wanted {
  /** Absolute. */
  readonly file: string;
  /** As it was typed, or written. */
  readonly name: string;
  /** Where it was asked for: the option, or the field of a file. */
  readonly where: string;
  /** What it was when that was written; undefined where nobody says. */
  readonly before?: PluginRecord;
}

/** Splits command line words into the files after `--plugin` and all others. */
export function splitPlugins(args: readonly string[]): {
  readonly typed: Wanted[];
  readonly others: string[];
} {
  const typed: Wanted[] = [];
  const others: string[] = [];
  const end = args.indexOf('--');
  for (let i = 0; i < args.length; i++) {
    const [word, value] = [args[i], args[i + 1]];
    const isLast = end >= 0 && i >= end;
    if (!isLast && word === '--plugin' && value !== undefined) {
      typed.push(asked(value));
      i++;
    } else if (!isLast && word.startsWith('--plugin=')) typed.push(asked(word.slice('--plugin='.length)));
    else others.push(word);
  }
  return { typed, others };
}

const asked = (name: string): Wanted => ({ file: resolve(name), name, where: `--plugin ${name}` });

/** Words after which a name is of what is yet to be written. */
const outputs = ['--out', '--plot', '--export'];

/** A file that may name plug-ins, and the object in it that does. */
interface Source {
  readonly path: string;
  readonly within: readonly string[];
}

/** The plug-ins that configurations, runs and sweeps name which a command line names. */
export function recordedPlugins(args: readonly string[]): Wanted[] {
  const sources = args.flatMap((word, i): Source[] => {
    if (outputs.includes(args[i - 1])) return [];
    if (args[i - 1] === '--config') return [{ path: word, within: [] }];
    if (word.startsWith('--config=')) return [{ path: word.slice('--config='.length), within: [] }];
    if (args[0] === 'sweep' && word.endsWith('.json')) return [{ path: word, within: ['configuration'] }];
    return sourcesIn(word.startsWith('--resume=') ? word.slice('--resume='.length) : word);
  });
  const all = sources.flatMap(pluginsIn);
  return all.filter((one, i) => all.findIndex(({ file }) => file === one.file) === i);
}

/** The configuration of a run, of the first of many in a folder, or of a sweep. */
function sourcesIn(word: string): Source[] {
  if (word === '' || word.startsWith('-') || word.includes('\0') || !isFolder(word)) return [];
  const { configuration } = runFiles(word);
  if (existsSync(configuration)) return [{ path: configuration, within: [] }];
  const { manifest } = sweepFiles(word);
  if (existsSync(manifest)) return [{ path: manifest, within: ['sweep', 'configuration'] }];
  const [seed] = orNone(() => (holdsSeeds(word) ? readManifest(word).seeds : []));
  return seed === undefined ? [] : [{ path: runFiles(seedsFiles(word).run(seed)).configuration, within: [] }];
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** What cannot be read is said by the command that reads it. @throws {InputError} on plug-ins that are not written as they should be */
function pluginsIn({ path, within }: Source): Wanted[] {
  const [stored] = orNone(() => [
    within.reduce((value, name) => asObject(path, value[name]), asObject(path, readJson(path))),
  ]);
  if (stored?.plugins === undefined) return [];
  const at = [path, ...within, 'plugins'].join('.');
  const plugins = readValue(at, pluginsSchema, stored.plugins);
  return plugins.map((plugin, i) => {
    const before = typeof plugin === 'string' ? { file: plugin } : plugin;
    const file = isAbsolute(before.file) ? before.file : join(resolve(dirname(path)), before.file);
    return { file, name: before.file, where: `${at}.${i}`, before };
  });
}

function orNone<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof RelaxonError) return [];
    throw error;
  }
}
