import { expect, it } from 'vitest';
import { workspace } from '../cli/workspace.js';
import { smallSets } from './pages/fixtures.js';
import { follow } from './pages/follow.js';
import { pythonOf, pythonPages, runPython } from './pages/python.js';
import { pages, slowPages } from './pages/steps.js';

const data = workspace();
smallSets(data);

it.each(slowPages.filter((page) => !pythonPages.includes(page)))('%s does what it says', async (page) => {
  await follow(page, data);
});

it.each(pythonPages)('%s does what it says, and so does its Python', async (page) => {
  let reason: string | undefined;
  await follow(page, data, (folder) => {
    reason = runPython(page, folder);
  });
  if (reason !== undefined) console.log(`${page}: its Python is not run: ${reason}`);
});

it('every page with Python is among them', () => {
  expect(pages.filter((page) => pythonOf(page).length > 0).sort()).toEqual([...pythonPages].sort());
});
