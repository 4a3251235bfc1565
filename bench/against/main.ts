import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { whole } from '../../src/cli/arguments.js';
import { exitCode } from '../../src/cli/exit.js';
import { RelaxonError, refuse } from '../../src/errors.js';
import { killChildren } from '../children/child.js';
import { fullEffort } from '../effort.js';
import { markdownTable, plainTable } from '../table.js';
import { type Comparison, compare } from './compare.js';
import { compared } from './list.js';

interface Options {
  readonly only: string;
  readonly rounds: number;
  readonly markdown?: boolean;
}

async function against(folder: string, { only, rounds, markdown }: Options): Promise<void> {
  const root = resolve(folder);
  if (!existsSync(join(root, 'bench'))) {
    refuse({ where: 'bench:against', got: folder, expected: 'a checkout with its packages installed' });
  }
  const asked = compared.filter(({ name }) => name.startsWith(only));
  if (asked.length === 0) {
    const expected = `the beginning of a name: ${compared.map(({ name }) => name).join(', ')}`;
    refuse({ where: 'bench:against --only', got: only, expected });
  }
  const all: Comparison[] = [];
  for (const one of asked) {
    process.stderr.write(`${one.name}\n`);
    all.push(await compare(one, root, { ...fullEffort, rounds }));
  }
  const cells = [['time', 'here over there', '95 %', 'no slower', 'behind it'], ...all.map(row)];
  process.stdout.write(`${markdown ? markdownTable(cells) : plainTable(cells)}\n`);
  if (all.some(({ holds }) => !holds)) process.exitCode = 1;
}

const row = ({ name, ratio, low, high, holds, behind }: Comparison): string[] => [
  name,
  ratio.toFixed(3),
  `${low.toFixed(3)} to ${high.toFixed(3)}`,
  holds ? 'yes' : 'NO',
  behind,
];

const program = new Command('npm run bench:against --')
  .description(
    'Times this checkout against another one, such as a worktree of an earlier commit: the same work in turns, in new ' +
      'processes each round. No slower: the 95 % interval of the ratio reaches 1, or the ratio is at most 1.05.',
  )
  .argument('<folder>', 'the other checkout, with its packages installed')
  .option('--only <prefix>', 'only names that begin so', '')
  .option('--rounds <n>', 'turns of each', whole, 11)
  .option('--markdown', 'print a Markdown table')
  .exitOverride()
  .action(against);

process.on('exit', killChildren);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof RelaxonError) process.stderr.write(`bench:against: ${error.message}\n`);
  process.exitCode = exitCode(error);
}
