import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import type { PluginRecord } from '../../lab/configuration-schema.js';

/** sha256 of bytes, in hex: what `sha256sum` prints. */
export const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * What is written down of a plug-in.
 * @param file its absolute path
 * @param sources the bytes of it and of every file that it imports by a path, by absolute path
 */
export function recordOf(file: string, sources: ReadonlyMap<string, Uint8Array>): PluginRecord {
  const imports = [...sources].filter(([path]) => path !== file);
  const named = imports.map(([path, bytes]) => [relative(file, path), digest(bytes)] as const);
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    file,
    sha256: digest(sources.get(file)!),
    ...(named.length > 0 && { imports: Object.fromEntries(named) }),
  };
}

/** The first file that is not what was written down: its name and both checksums. */
export function differenceOf(
  now: PluginRecord,
  before: PluginRecord,
): { readonly what: string; readonly got: string; readonly expected: string } | undefined {
  if (before.sha256 !== undefined && now.sha256 !== before.sha256)
    return { what: now.file, got: now.sha256!, expected: before.sha256 };
  if (before.sha256 === undefined) return undefined;
  const [then, present] = [before.imports ?? {}, now.imports ?? {}];
  for (const name of new Set([...Object.keys(then), ...Object.keys(present)])) {
    const [got, expected] = [present[name], then[name]];
    if (got !== expected)
      return { what: `${now.file}: ${name}`, got: got ?? 'none', expected: expected ?? 'none' };
  }
  return undefined;
}
