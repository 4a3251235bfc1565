import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { complaintLine, InputError, RelaxonError, refuse } from '../../errors.js';
import { show } from '../../schema.js';

/** A module that has not loaded by then never will, in ms. */
const patience = 60_000;

/**
 * Runs a module that a plug-in was translated to.
 * @param file the plug-in's absolute path
 * @param where what errors call it
 * @returns its exports
 * @throws {InputError} on what it throws, with its line, and when it waits for what does not come
 */
export async function execute(
  code: string,
  file: string,
  where: string,
): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), 'relaxon-plugin-'));
  const path = join(folder, 'plugin.mjs');
  // So that stacks have the lines that people wrote.
  process.setSourceMapsEnabled(true);
  try {
    writeFileSync(path, code);
    return await inTime(import(pathToFileURL(path).href), where);
  } catch (error) {
    if (error instanceof Late) throw error.said;
    return refuseThrown(error, file, where);
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

/**
 * Says what the code of a plug-in threw, and on which line. Of a refusal of ours the words stay as they are.
 * @param what part of the plug-in it was, to be said after its place
 * @throws {InputError} always
 */
export function refuseThrown(error: unknown, file: string, where: string, what = ''): never {
  if (error instanceof RelaxonError) throw new InputError(`${where}${what}: ${error.message}`);
  const line = lineIn(error, file);
  const got =
    error instanceof Error ? `${error.name}: ${error.message.replace(/\.$/, '')}` : `${show(error)}, thrown`;
  refuse({ where: `${where}${line ? `:${line}` : ''}${what}`, got, expected: 'code that runs' });
}

/** The line of a file that an error came from: the innermost of its calls there. */
function lineIn(error: unknown, file: string): string | undefined {
  const stack = error instanceof Error ? String(error.stack) : '';
  const at = stack.indexOf(`${file}:`);
  return at < 0 ? undefined : /^\d+/.exec(stack.slice(at + file.length + 1))?.[0];
}
