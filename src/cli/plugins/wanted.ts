import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { RelaxonError } from '../../errors.js';
import { type PluginRecord, pluginsSchema } from '../../lab/configuration-schema.js';
import { readJson } from '../../lab/files.js';
import { runFiles } from '../../lab/runs/files.js';
import { holdsSeeds, readManifest, seedsFiles } from '../../lab/seeds/manifest.js';
import { firstConfiguration } from '../../lab/sweeps/files.js';
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

/** The plug-ins that configurations and runs name which a command line names. */
export function recordedPlugins(args: readonly string[]): Wanted[] {
  const files = args.flatMap((word, i) => {
    if (outputs.includes(args[i - 1])) return [];
    if (args[i - 1] === '--config') return [word];
    if (word.startsWith('--config=')) return [word.slice('--config='.length)];
    return configurationsIn(word.startsWith('--resume=') ? word.slice('--resume='.length) : word);
  });
  const all = [...new Set(files)].flatMap(pluginsIn);
  return all.filter((one, i) => all.findIndex(({ file }) => file === one.file) === i);
}

/** The configuration of a run, or of the first of many in a folder or a sweep. */
function configurationsIn(word: string): string[] {
  if (word === '' || word.startsWith('-') || word.includes('\0') || !isFolder(word)) return [];
  const { configuration } = runFiles(word);
  if (existsSync(configuration)) return [configuration];
  const [seed] = orNone(() => (holdsSeeds(word) ? readManifest(word).seeds : []));
  if (seed !== undefined) return [runFiles(seedsFiles(word).run(seed)).configuration];
  return orNone(() => [firstConfiguration(word)]);
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** What cannot be read is said by the command that reads it. @throws {InputError} on plug-ins that are not written as they should be */
function pluginsIn(path: string): Wanted[] {
  const [stored] = orNone(() => [asObject(path, readJson(path))]);
  if (stored?.plugins === undefined) return [];
  const plugins = readValue(`${path}.plugins`, pluginsSchema, stored.plugins);
  return plugins.map((plugin, i) => {
    const before = typeof plugin === 'string' ? { file: plugin } : plugin;
    const file = isAbsolute(before.file) ? before.file : join(resolve(dirname(path)), before.file);
    return { file, name: before.file, where: `${path}.plugins.${i}`, before };
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
