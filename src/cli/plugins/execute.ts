import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { complaintLine, InputError, RelaxonError, refuse } from '../../errors.js';
import { show } from '../../schema.js';
import type { Bundled } from './bundle.js';

/** A module that has not loaded by then never will, in ms. */
const patience = 60_000;

/** Code of a plug-in that runs. */
export interface Running {
  /** What errors call the plug-in. */
  readonly where: string;
  /** Its absolute path. */
  readonly file: string;
  readonly exports: Readonly<Record<string, unknown>>;
  /** Says what its code threw, and on which line. @throws {InputError} always */
  refuse(error: unknown, what: string): never;
}

/**
 * Runs a module that a plug-in was translated to.
 * @param where what errors call it
 * @throws {InputError} on what it throws, with its line, and when it waits for what does not come
 */
export async function execute({ code, map, record }: Bundled, where: string): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'relaxon-plugin-'));
  const path = join(folder, 'plugin.mjs');
  const { href } = pathToFileURL(path);
  const { file } = record;
  const refuse = (error: unknown, what = '') => refuseThrown(error, { where, file, href, map }, what);
  try {
    writeFileSync(path, code);
    return { where, file, exports: await inTime(import(href), where), refuse };
  } catch (error) {
    if (error instanceof Late) throw error.said;
    return refuse(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Late extends Error {
  constructor(readonly said: InputError) {
    super(said.message);
  }
}

async function inTime<R>(work: Promise<R>, where: string): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const got = `a module that is not loaded after ${patience / 1000} s`;
    const line = complaintLine({ where, got, expected: 'one that waits for nothing' });
    timer = setTimeout(() => reject(new Late(new InputError(line))), patience);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Where code of a plug-in runs, and what it was made of. */
interface Origin {
  readonly where: string;
  readonly file: string;
  readonly href: string;
  readonly map: Bundled['map'];
}

/**
 * Says what the code of a plug-in threw, and on which line. Of a refusal of ours the words stay as they are.
 * @param what part of the plug-in it was, to be said after its place
 * @throws {InputError} always
 */
function refuseThrown(error: unknown, origin: Origin, what: string): never {
  const { where, file } = origin;
  if (error instanceof RelaxonError) throw new InputError(`${where}${what}: ${error.message}`);
  const { path = file, line } = placeOf(error, origin);
  const at = path === file ? '' : ` ${path}`;
  const got =
    error instanceof Error ? `${error.name}: ${error.message.replace(/\.$/, '')}` : `${show(error)}, thrown`;
  return refuse({
    where: `${where}${at}${line === undefined ? '' : `:${line}`}${what}`,
    got,
    expected: 'code that runs',
  });
}

/** Where an error came from: the innermost call in what people wrote. */
function placeOf(error: unknown, { href, map }: Origin): { readonly path?: string; readonly line?: number } {
  const stack = error instanceof Error ? String(error.stack) : '';
  const known = stack.split('\n').flatMap((frame) => {
    const [, place, line, column] =
      /(?:\(|at (?:async )?)((?:file:\/\/)?\/?[^()]*?):(\d+):(\d+)\)?$/.exec(frame) ?? [];
    if (place === undefined) return [];
    const path = place.startsWith('file:') ? fileURLToPath(place) : place;
    // With Node's own --enable-source-maps it is translated already.
    if (map.sources.includes(path)) return [{ path, line: Number(line) }];
    if (path !== fileURLToPath(href)) return [];
    const entry = new SourceMap(map).findEntry(Number(line) - 1, Number(column) - 1);
    return 'originalSource' in entry ? [{ path: entry.originalSource, line: entry.originalLine + 1 }] : [];
  });
  return known.find(({ path }) => map.sources.includes(path)) ?? {};
}
