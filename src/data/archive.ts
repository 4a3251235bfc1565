import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '../errors.js';
import { fileLimits } from '../regular-file.js';
import { expectedOf, isPublished } from './checksums.js';
import { type DownloadOptions, download } from './download.js';
import { kindOf, readPlainOrGzip, unpack } from './gzip.js';
import { locate } from './locate.js';
import { claimPart, finishPart, releasePart } from './part.js';
import { type Archive, type DataFile, fileName } from './sets/entry.js';
import { readTar } from './tar.js';
import { readZip } from './zip.js';

/**
 * Takes files out of the archive that they are published in, which is downloaded for it and removed after.
 * @param wanted files of the archive that are nowhere yet
 * @throws {InputError} when one is not in it, or is not the published one; as `download` does
 */
export async function fetchFromArchive(
  archive: Archive,
  wanted: readonly DataFile[],
  directory: string,
  options: DownloadOptions = {},
): Promise<void> {
  const path = (await locate(archive, [directory])) ?? (await download(archive, directory, options));
  const members = await membersOf(path, archive, wanted);
  for (const file of wanted) {
    const member = `${archive.inside}/${file.name}`;
    const content = members.get(member);
    if (!content) {
      const got = `${[...members.keys()].join(', ')} in it`;
      return refuse({ where: path, got, expected: member, hint: `removing ${path} and fetching it again` });
    }
    const plain = unpack(content, `${path}: ${member}`, fileLimits[kindOf(file)]);
    if (!isPublished(file, plain, content)) refuseMember(`${path}: ${member}`, file, plain);
    await store(content, join(directory, fileName(file)));
  }
  await rm(path, { force: true });
}

async function membersOf(
  path: string,
  archive: Archive,
  wanted: readonly DataFile[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const content = { file: path, bytes: await readPlainOrGzip(path, kindOf(archive)) };
  if (!archive.name.endsWith('.zip')) return readTar(content);
  const paths = wanted.map(({ name }) => `${archive.inside}/${name}`);
  return new Map(Object.entries(readZip(content, (one) => paths.includes(one))));
}

function refuseMember(where: string, file: DataFile, content: Uint8Array): never {
  const { kind, value, of } = expectedOf(file);
  return refuse({ where, got: `${kind} ${of(content, content)}`, expected: value });
}

async function store(content: Uint8Array, target: string): Promise<void> {
  const part = await claimPart(target);
  try {
    await writeFile(part, content);
    await finishPart(part, target);
  } catch (error) {
    const got = (error as Error).message;
    refuse({ where: target, got, expected: 'room for a file of a data set', hint: 'another disk' });
  } finally {
    await releasePart(part, target);
  }
}
