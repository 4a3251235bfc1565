import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { configurationSchema } from '../../src/lab/configuration-schema.js';
import { runFiles } from '../../src/lab/runs/files.js';
import { seedsFiles } from '../../src/lab/seeds/manifest.js';
import { streamFiles } from '../../src/lab/stream/run.js';
import { sweepFiles } from '../../src/lab/sweeps/files.js';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/files.md'), 'utf8');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The text of a section. */
const section = (title: string) => page.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
const slug = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-');

it('docs/files.md names every file of runs, seeds, sweeps and streams', () => {
  const { run: _, ...seeds } = seedsFiles('x');
  const { slurm: __, ...sweep } = sweepFiles('x');
  const all = [runFiles('x'), seeds, sweep, streamFiles('x')].flatMap((files) => Object.values(files));
  for (const path of all) expect(page).toContain(basename(String(path)));
});

it('docs/files.md has every field of config.json, and no other', () => {
  const table = section('config.json')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const listed = table.flatMap((line) =>
    [...line.split('|')[1].matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(listed.sort()).toEqual(Object.keys(configurationSchema.shape).sort());
});

it('docs/files.md has the kinds of rows that runs write, and the formats of sealed files', () => {
  const sources = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8'))
      .join('\n');
  const rows = [...sources('src/lab/runs').matchAll(/\{ kind: '(\w+)', (?:epoch|step)/g)].map(
    ([, kind]) => kind,
  );
  expect([...new Set(rows)].sort()).toEqual(['divergence', 'epoch', 'interval']);
  for (const kind of rows) expect(section('metrics.jsonl')).toContain(`| \`${kind}\` |`);
  for (const [, format] of sources('src/lab').matchAll(/const format = '(relaxon \w+ \d+)'/g))
    expect(page).toContain(`\`${format}\``);
});

it('the README links every section of docs/files.md', () => {
  const titles = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
  expect(titles.length).toBeGreaterThan(12);
  for (const title of titles) expect(readme).toContain(`docs/files.md#${slug(title)})`);
});
