import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { refuse } from '../../errors.js';
import { findPlainOrGzip, readPlainOrGzip } from '../gzip.js';
import type { Content } from '../idx.js';
import type { Request } from './formats/format.js';
import { alike, formatOf, formats } from './formats.js';
import { readImages } from './images.js';
import type { Found } from './samples.js';

/** What a file or folder holds, and the bytes it stands on. */
export interface Source extends Found {
  /** A name of the list of formats, or `images`. */
  readonly format: string;
  readonly contents: readonly Content[];
}

/** What is asked of it; `targetFile` is the file with the targets, where they have one. */
type Asked = Omit<Request, 'targetFile'> & { readonly targetFile?: string | undefined };

/**
 * Reads a file or folder of data.
 * @param asked of it, whatever its format is, or as its format has it
 * @param like the format of what it is read beside
 * @throws {InputError} when it is not there, or cannot be read as what it is
 */
export async function readSource(
  path: string,
  asked: Asked | ((format: string) => Asked),
  like?: string,
): Promise<Source> {
  const of = (format: string) => (typeof asked === 'function' ? asked(format) : asked);
  if (isFolder(path)) {
    requireAlike(path, 'images', like);
    const { targetFile, ...request } = of('images');
    refuseIdle(path, 'a folder of images', { ...request, targetFile });
    return { format: 'images', ...readImages(path, request.targets) };
  }
  const content = await contentOf(path);
  const format = formatOf(content);
  requireAlike(path, format, like);
  const { targetFile, ...request } = of(format);
  const { targetFile: apart } = formats[format];
  if (targetFile !== undefined && !apart) refuseIdle(path, formats[format].about, { targetFile });
  if (request.delimiter !== undefined && format !== 'csv')
    refuseIdle(path, formats[format].about, { delimiter: request.delimiter });
  const beside =
    request.targets && request.target === undefined ? await guessed(path, apart?.guess) : undefined;
  const labels = targetFile ?? beside;
  const target = labels === undefined ? undefined : await contentOf(labels);
  const found = await formats[format].read(content, { ...request, targetFile: target });
  return { ...found, format, contents: target ? [content, target] : [content] };
}

function requireAlike(where: string, format: string, like: string | undefined): void {
  if (like === undefined || alike(format, like)) return;
  refuse({ where, got: format, expected: `${like}, as those to learn from` });
}

async function guessed(path: string, guess: ((path: string) => string | undefined) | undefined) {
  const beside = guess?.(path);
  return beside === undefined ? undefined : findPlainOrGzip(dirname(beside), basename(beside));
}

async function contentOf(file: string): Promise<Content> {
  return { file, bytes: await readPlainOrGzip(file, 'arrays') };
}

function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found)
    refuse({ where: path, got: 'no such file or folder', expected: 'data, or the name of a data set' });
  return found.isDirectory();
}

const options = {
  inputColumns: '--input-columns',
  target: '--target',
  targetFile: '--target-file',
  delimiter: '--delimiter',
} as const;

function refuseIdle(where: string, what: string, asked: Readonly<Record<string, unknown>>): void {
  for (const [name, option] of Object.entries(options))
    if (asked[name] !== undefined)
      refuse({ where, got: `${option} for ${what}`, expected: `${what} without ${option}` });
}
