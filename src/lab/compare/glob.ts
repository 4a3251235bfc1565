import { existsSync, readdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** How deep `**` looks. */
const deepest = 12;

/** Whether a path has signs that stand for others. */
export const hasPattern = (path: string): boolean => /[*?[\]{}]/.test(path);

/** The paths that a pattern means, in order: `*`, `?`, `[a-c]`, `{a,b}` within a name, `**` for any folders. */
export function globbed(pattern: string): string[] {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  const from = isAbsolute(pattern) ? ['/'] : [''];
  return [...new Set(parts.reduce(stepped, from))].sort(naturally);
}

/** `seed-2` before `seed-10`. */
export const naturally = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

function stepped(paths: readonly string[], part: string): string[] {
  if (part === '**') return paths.flatMap((path) => [path, ...below(path, deepest)]);
  if (!hasPattern(part)) return paths.map((path) => join(path, part)).filter((path) => existsSync(path));
  const expected = patternOf(part);
  return paths.flatMap((path) =>
    namesIn(path)
      .filter((name) => expected.test(name) && (part.startsWith('.') || !name.startsWith('.')))
      .map((name) => join(path, name)),
  );
}

/** Folders in a folder, at any depth; links are not followed, hidden ones left out. */
export function below(path: string, depth: number): string[] {
  if (depth === 0) return [];
  return foldersIn(path).flatMap((folder) => [folder, ...below(folder, depth - 1)]);
}

/** The folders in a folder, in order. */
export function foldersIn(path: string): string[] {
  return entriesOf(path)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => join(path, name))
    .sort(naturally);
}

const namesIn = (path: string): string[] => entriesOf(path).map(({ name }) => name);

function entriesOf(path: string) {
  try {
    return readdirSync(path === '' ? '.' : path, { withFileTypes: true });
  } catch {
    // A file, or a folder that is not ours to read, has nothing that fits.
    return [];
  }
}

function patternOf(part: string): RegExp {
  const source = part.replace(/\*|\?|\[!?[^\]]*\]|\{[^}]*\}|[^*?[{]+|./g, (token) => {
    if (token === '*') return '.*';
    if (token === '?') return '.';
    if (/^\[.+\]$/s.test(token)) return token.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
    if (/^\{.*\}$/s.test(token)) return `(?:${token.slice(1, -1).split(',').map(escaped).join('|')})`;
    return escaped(token);
  });
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    // A range that runs backwards means nothing.
    return /^(?!)/;
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
