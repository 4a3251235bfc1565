import { existsSync, realpathSync } from 'node:fs';
import { refuse } from '../../errors.js';
import type { PluginRecord } from '../../lab/configuration-schema.js';
import type { Remove } from '../../registry.js';
import { asObject } from '../../schema.js';
import { say } from '../output.js';
import type { Bundled } from './bundle.js';
import { differenceOf } from './record.js';
import { recordedPlugins, splitPlugins, type Wanted } from './wanted.js';

/** Plug-ins that are loaded now. */
let loaded: readonly PluginRecord[] = [];

/** Those of them that were typed. */
let typedFiles: readonly string[] = [];

/** What a configuration says of the plug-ins that it was made with: nothing where there are none. */
export const loadedPlugins = (): { readonly plugins?: readonly PluginRecord[] } =>
  loaded.length === 0 ? {} : { plugins: loaded };

/** What a sweep says, with the plug-ins that are loaded in its configuration. */
export function withLoadedPlugins(where: string, given: unknown): unknown {
  if (loaded.length === 0) return given;
  const sweep = asObject(where, given);
  const configuration = asObject(`${where}.configuration`, sweep.configuration ?? {});
  return { ...sweep, configuration: { ...configuration, plugins: loaded } };
}

/** Words that have a process that is started from here load what was typed here. */
export const pluginWords = (): readonly string[] => typedFiles.flatMap((file) => ['--plugin', file]);

/** A command line without its plug-ins, which are loaded. */
export interface WithPlugins {
  readonly args: readonly string[];
  /** Takes their entries out of the lists again. */
  readonly unload: Remove;
}

/**
 * Loads the plug-ins that a command line names, and those of the configurations and runs that it names: before there is a
 * command, since commands have the options of all rules.
 * @throws {InputError} on a plug-in that cannot be loaded, and on one that is not as it was when a run began
 */
export async function withPlugins(args: readonly string[]): Promise<WithPlugins> {
  const { typed, others } = splitPlugins(args);
  const recorded = recordedPlugins(others);
  if (typed.length + recorded.length === 0) return { args: others, unload: () => {} };
  const removals: Remove[] = [];
  const unload = () => {
    for (const remove of removals.splice(0).reverse()) remove();
    loaded = [];
    typedFiles = [];
  };
  try {
    await loadAll(typed, recorded, removals, others);
    typedFiles = typed.map(({ file }) => file);
    return { args: others, unload };
  } catch (error) {
    unload();
    throw error;
  }
}

async function loadAll(
  typed: readonly Wanted[],
  recorded: readonly Wanted[],
  removals: Remove[],
  args: readonly string[],
): Promise<void> {
  const { bundlePlugin } = await import('./bundle.js');
  const bundled = new Map<Wanted, Bundled>();
  for (const one of typed) bundled.set(one, await bundlePlugin(one.file, one.where));
  const moved = recorded.flatMap((one) => movedFrom(one, bundled) ?? []);
  const still = recorded.filter((one) => !moved.includes(one));
  for (const one of still) bundled.set(one, checked(await bundlePlugin(one.file, one.where), one));
  const done = new Set<string>();
  for (const [{ where, file }, one] of bundled) {
    const real = realpathSync(file);
    if (done.has(real)) continue;
    done.add(real);
    removals.push(await enter(one, where, args));
  }
}

async function enter(bundled: Bundled, where: string, args: readonly string[]): Promise<Remove> {
  const [{ execute }, { register }] = await Promise.all([import('./execute.js'), import('./register.js')]);
  const { entries, remove } = register(await execute(bundled, where));
  const { record } = bundled;
  loaded = [...loaded, record];
  if (!args.includes('--quiet')) say(`plug-in ${record.file}: ${entries.join(', ')}`);
  return remove;
}

/** One that is not where it was when a run began, but was typed, and is the same. */
function movedFrom(one: Wanted, typed: ReadonlyMap<Wanted, Bundled>): Wanted | undefined {
  if (!one.before?.sha256 || existsSync(one.file)) return undefined;
  for (const { record } of typed.values()) if (record.sha256 === one.before.sha256) return one;
  return refuse({
    where: one.where,
    got: `no file ${one.file}`,
    expected: `the plug-in that the run began with, sha256 ${one.before.sha256.slice(0, 12)}...`,
    hint: '--plugin with where it is now',
  });
}

function checked(bundled: Bundled, { before, where }: Wanted): Bundled {
  const odd = before && differenceOf(bundled.record, before);
  if (!odd) return bundled;
  const short = (text: string) => (text === 'none' ? text : `${text.slice(0, 12)}...`);
  return refuse({
    where: `${where} ${odd.what}`,
    got: `sha256 ${short(odd.got)}`,
    expected: `${short(odd.expected)}, as it was when that was written`,
    hint: 'putting the file back as it was, or a new run',
  });
}
