import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { refuse } from '../../errors.js';
import { read } from '../../schema.js';
import { catalogue } from '../catalogue.js';
import { type DataOptions, dataOptionsSchema } from './options.js';

/** What a configuration says of its data. */
export interface DataSource {
  /** A name of the catalogue, or the path of a file or folder. */
  readonly data: string;
  readonly dataOptions?: DataOptions | undefined;
}

/** Whether data are a file or folder rather than a set of the catalogue, whose names come first. */
export function isOwnData(data: string): boolean {
  if (Object.hasOwn(catalogue, data)) return false;
  return /[./\\]/.test(data) || existsSync(data);
}

/** What data are called, in titles and names of folders. */
export const dataName = (data: string): string => (isOwnData(data) ? basename(data) : data);

/**
 * Data with paths that are absolute, so that they are found from anywhere.
 * @throws {InputError} on options of a data set of the catalogue, and on some that do not go together
 */
export function resolvedData<D extends { readonly data: string; readonly dataOptions?: unknown }>(
  given: D,
  where: string,
): Omit<D, 'dataOptions'> & DataSource {
  const { dataOptions, ...rest } = given;
  const at = `${where}.dataOptions`;
  const options = dataOptions === undefined ? undefined : read(at, dataOptionsSchema, dataOptions);
  if (!isOwnData(given.data)) {
    if (options === undefined || Object.keys(options).length === 0) return rest;
    const got = `${Object.keys(options).join(', ')} with data ${given.data}`;
    return refuse({ where: at, got, expected: 'none: they are for files of your own', hint: 'data PATH' });
  }
  const own = options ?? {};
  checkTogether(at, own);
  const paths = ['targetFile', 'test', 'testTargetFile'] as const;
  const absolute = Object.fromEntries(
    paths.flatMap((key) => (own[key] === undefined ? [] : [[key, resolve(own[key])]])),
  );
  return { ...rest, data: resolve(given.data), dataOptions: { ...own, ...absolute } };
}

function checkTogether(
  where: string,
  { test, testTargetFile, testShare, splitSeed, delimiter }: DataOptions,
): void {
  const without = (key: string, what: string) =>
    refuse({ where: `${where}.${key}`, got: `it with ${what}`, expected: 'one of both' });
  if (test !== undefined && testShare !== undefined) without('testShare', 'test');
  if (test !== undefined && splitSeed !== undefined) without('splitSeed', 'test');
  if (test === undefined && testTargetFile !== undefined)
    refuse({
      where: `${where}.testTargetFile`,
      got: 'it without test',
      expected: 'test, whose targets it holds',
    });
  if (delimiter !== undefined && /["\n\r\ufeff]/.test(delimiter))
    refuse({
      where: `${where}.delimiter`,
      got: JSON.stringify(delimiter),
      expected: 'a character that is no quote and no line end',
    });
}
