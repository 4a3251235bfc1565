import { expect, it } from 'vitest';
import { workspace } from '../cli/workspace.js';
import { smallSets } from './pages/fixtures.js';
import { follow } from './pages/follow.js';
import { expectShown } from './pages/outputs.js';
import { programs, runPrograms } from './pages/programs.js';
import { pages, slowPages, stepsOf } from './pages/steps.js';

const data = workspace();
smallSets(data);
const shown = pages.filter(
  (page) => stepsOf(page).length > 0 || programs.some((program) => program.page === page),
);

it('there are pages that show something', () => {
  expect(shown.length).toBeGreaterThan(20);
  for (const page of slowPages) expect(shown).toContain(page);
});

it('what a page shows and nobody prints is found out, numbers and places apart', () => {
  const said = 'data a.csv from /tmp/a.csv, sha256 0123456789ab\nrelaxon: x: got "y", expected z. Try "w".\n';
  expectShown(said, ['data a.csv from /home/me/a.csv, sha256 829b3e7bd5a6']);
  expectShown(said, ['relaxon: x: got ...,', 'expected z. Try "v".']);
  expect(() => expectShown(said, ['data b.csv from /tmp/a.csv, sha256 0123456789ab'])).toThrow();
  expect(() => expectShown(said, ['data a.csv from /tmp/a.csv'])).toThrow();
});

it.each(shown.filter((page) => !slowPages.includes(page)))('%s does what it says', async (page) => {
  await follow(page, data, (folder) => runPrograms(page, folder));
});
