import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, it } from 'vitest';
import { commandsFor } from '../../src/cli/commands.js';

const root = join(import.meta.dirname, '..', '..');
const begin = /^(?:npx relaxon|relaxon|npm run -s relaxon --) (.*)$/;

/** The command lines in a page's blocks of shell: as arguments, without comments; those that go on with a backslash are one. */
function commandsIn(page: string): string[][] {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block);
  const lines = blocks.flatMap((block) => block.replace(/\\\n\s*/g, '').split('\n'));
  return lines.flatMap((line) => {
    const found = begin.exec(line.replace(/\s+#.*/, '').trim());
    return found
      ? [[...found[1].matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word)]
      : [];
  });
}

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const shown = pages
  .flatMap((page) => commandsIn(page).map((args) => ({ page, args, line: args.join(' ') })))
  // What a plug-in adds to the options is there once it is loaded: scripts/tutorial.ts and scripts/check-package.sh run these.
  .filter(({ args }) => !args.includes('--plugin'));

/** Every command, with nothing to do. */
async function idle(): Promise<Command> {
  const program = new Command('relaxon').enablePositionalOptions().version('0');
  const quiet = (command: Command): Command => {
    command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
    for (const one of command.commands) quiet(one);
    return command.action(() => {});
  };
  for (const command of await commandsFor([])) program.addCommand(quiet(command));
  return program.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
}

it('there are commands in the docs', () => {
  expect(shown.length).toBeGreaterThan(50);
});

it.each(shown.filter(({ args }) => !args.includes('--version')))('$page: $line', async ({ args }) => {
  await expect((await idle()).parseAsync(args, { from: 'user' })).resolves.toBeDefined();
});

it('one that is none is found out', async () => {
  for (const line of ['trian', 'train --epoch 3', 'sweep stauts dir', 'evaluate', 'relax net.json'])
    await expect((await idle()).parseAsync(line.split(' '), { from: 'user' }), line).rejects.toThrow();
});
