import { expect, it } from 'vitest';
import { workspace } from '../cli/workspace.js';
import { smallSets } from './pages/fixtures.js';
import { follow } from './pages/follow.js';
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

it.each(shown.filter((page) => !slowPages.includes(page)))('%s does what it says', async (page) => {
  await follow(page, data, (folder) => runPrograms(page, folder));
});
