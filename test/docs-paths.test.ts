import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const pages = [
  'DESIGN.md',
  'README.md',
  'bench/README.md',
  ...readdirSync(join(root, 'docs'), { encoding: 'utf8', recursive: true }).map((name) => `docs/${name}`),
];

/** Files of the repository, or of src, that a page names: `folder/file.ts`. */
const named = (text: string) =>
  [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.(?:ts|sh|md))`/g)].map(([, path]) => path);

describe('the files that pages name', () => {
  it.each(pages.filter((page) => page.endsWith('.md')))('are there: %s', (page) => {
    const missing = named(readFileSync(join(root, page), 'utf8')).filter(
      (path) => !existsSync(join(root, path)) && !existsSync(join(root, 'src', path)),
    );
    expect(missing).toEqual([]);
  });

  it('are found in a text', () => {
    expect(named('see `messages/queue.ts` and `sim`')).toEqual(['messages/queue.ts']);
  });
});
