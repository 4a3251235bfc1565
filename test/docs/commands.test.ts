import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { findExperiment } from '../../experiments/lib/find.js';
import { experiments } from '../../experiments/list.js';
import { commandsFor } from '../../src/cli/commands.js';
import { here } from '../cli/here.js';
import { fixtures } from './pages/fixtures.js';
import { isPassedOver, passedOver } from './pages/passed-over.js';
import { pages, root, stepsOf, textOf } from './pages/steps.js';

const everyPage = [...pages, 'docs/tutorial.md'];
const commands = everyPage.flatMap((page) =>
  stepsOf(page).flatMap((step) => (step.kind === 'command' ? [{ page, ...step }] : [])),
);
/** A page without its blocks. */
const proseOf = (page: string): string => textOf(page).replace(/^```\w*\n[\s\S]*?^```$/gm, '');

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

describe('commands that are passed over', () => {
  it.each(passedOver)('$page: $command, for $why', ({ page, command, runBy }) => {
    expect(commands.some((one) => one.page === page && one.line.startsWith(command))).toBe(true);
    if (runBy) expect(readFileSync(join(root, runBy[0]), 'utf8')).toContain(runBy[1]);
  });

  it('are commands of ours all the same, where they are ours', async () => {
    const ours = commands.filter(({ page, line, args }) => args !== undefined && isPassedOver(page, line));
    expect(ours.length).toBeGreaterThan(2);
    for (const { line, args } of ours)
      await expect((await idle()).parseAsync(args!, { from: 'user' }), line).resolves.toBeDefined();
  });
});

it('what a page takes for granted it names', () => {
  for (const [page, owns] of Object.entries(fixtures))
    for (const { name } of owns) expect(proseOf(page), page).toContain(`\`${name}\``);
});

describe('in prose', () => {
  const coded = everyPage.flatMap((page) =>
    [...proseOf(page).matchAll(/`([^`]+)`/g)].map(([, code]) => ({ page, code: code.replace(/\s+/g, ' ') })),
  );

  /** The options of a command of ours, of one within it, or of any of them. */
  const optionsOf = (command: Command): string[] => [
    ...command.options.flatMap(({ long, short }) => [long ?? '', short ?? '']),
    ...command.commands.flatMap(optionsOf),
  ];

  /** Programs of other commands, whose options pages name, too. */
  const others = [
    'bench/main.ts',
    'bench/peers/main.ts',
    'bench/against/main.ts',
    'scripts/tfjs-node/main.ts',
    'fuzz/main.ts',
  ]
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
  /** Of npm, of sbatch, and of the rule that the tutorial makes. */
  const foreign = ['--no-save', '--time', '--feedback-size'];

  it('options are options of a command', async () => {
    const known = [...optionsOf(await idle()), ...foreign, '--help', '--help-all', '--plugin'];
    for (const { page, code } of coded)
      for (const [option] of code.matchAll(/(?<![\w-])--[a-z][\w-]*/g))
        expect(known.includes(option) || new RegExp(`'${option}[ ']`).test(others), `${page}: ${code}`).toBe(
          true,
        );
  });

  it('commands are commands, and have the options that they are named with', async () => {
    const program = await idle();
    const names = program.commands.map((command) => command.name());
    const named = coded.flatMap(({ page, code }) => {
      const [, ours, line] = /^((?:npx |npm run -s )?relaxon (?:-- )?)?(.*)$/.exec(code)!;
      const words = line.split(' ');
      // Formats of files are called so, too: `relaxon checkpoint 2`.
      const begins = ours !== undefined && /^[a-z]/.test(words[0]) && !/^\w+ \d+$/.test(line);
      return begins || (names.includes(words[0]) && words.length > 1) ? [{ page, code, words }] : [];
    });
    expect(named.length).toBeGreaterThan(60);
    for (const { page, code, words } of named) {
      const command = program.commands.find((one) => one.name() === words[0]);
      expect(command, `${page}: ${code}`).toBeDefined();
      const known = [...optionsOf(command!), '--help', '--help-all', '--plugin'];
      for (const word of words.filter((one) => one.startsWith('--')))
        expect(known, `${page}: ${code}`).toContain(word.replace(/[=,].*/, ''));
    }
  });

  // Those that need nothing: no file, no name that stands for one. What blocks show, too, is run where its page is followed.
  const shown = commands.flatMap(({ args }) => args?.join(' ') ?? []);
  const lines = coded.flatMap(({ code }) => {
    const [, line] = /^relaxon ((?:agree|audit|info|rules|data list)(?: [^A-Z]+)?)$/.exec(code) ?? [];
    return line?.includes(' ') && !shown.includes(line) ? [line] : [];
  });

  it.each([...new Set(lines)])('relaxon %s runs', async (line) => {
    const { code, stderr } = await here(line.split(' '));
    expect(code, stderr).toBe(0);
  });

  it('scripts of npm are in package.json, and experiments in their list', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const reports = experiments.map(({ name }) =>
      readFileSync(join(root, 'experiments', 'results', name, 'report.md'), 'utf8'),
    );
    const all = [...coded.map(({ code }) => code), ...commands.map(({ line }) => line), ...reports];
    const named = all.flatMap((line) => [...line.matchAll(/npm run (?:-s )?([\w:-]+)(?: -- ([\w-]+))?/g)]);
    expect(named.length).toBeGreaterThan(20);
    for (const [line, name, argument] of named) {
      expect(Object.keys(scripts), line).toContain(name);
      if (name === 'experiment' && argument !== undefined && argument !== 'NUMBER')
        expect(findExperiment(experiments, argument)).toBeDefined();
    }
  });
});

it('one that is none is found out', async () => {
  for (const line of ['trian', 'train --epoch 3', 'sweep stauts dir', 'evaluate', 'relax net.json'])
    await expect((await idle()).parseAsync(line.split(' '), { from: 'user' }), line).rejects.toThrow();
});
