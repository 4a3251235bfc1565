/**
 * Lines of code, without comments and blank lines: of the medium, neurons, synapses and event engine together, and of each
 * rule; and files of src that are too long. `npx tsx scripts/count-lines.ts [FOLDER ...]`, other work trees among them: what
 * there was before, and is now. Exit code 1 where a rule or a file of the first is longer than it may be.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { linesOfCode } from './lines.js';

const rooms = ['src/messages', 'src/neurons', 'src/synapses', 'src/sim/events'];
/** A rule without comments and blank lines, and a file of src with them. */
const most = { rule: 60, file: 200 };

/** TypeScript files below a folder, none where it is not there. */
function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder, name));
}

const codeIn = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + linesOfCode(readFileSync(file, 'utf8')), 0);

/** Files that offer a rule: whoever does says in a line what it is. */
const isRule = (file: string): boolean => /^ {2}summary:/m.test(readFileSync(file, 'utf8'));

const row = (name: string, count: number, limit = Infinity): string =>
  `  ${name.padEnd(44)}${String(count).padStart(6)}${count > limit ? `  more than ${limit}` : ''}`;

/** Prints the counts of a work tree. @returns how many of them are more than they may be */
function count(root: string): number {
  const engine = rooms.map((room) => ({ room, lines: codeIn(filesIn(join(root, room))) }));
  const rules = filesIn(join(root, 'src/rules'))
    .filter(isRule)
    .map((file) => ({ name: basename(file, '.ts'), lines: codeIn([file]) }));
  const long = filesIn(join(root, 'src'))
    .map((file) => ({
      name: relative(root, file),
      lines: readFileSync(file, 'utf8').split('\n').length - 1,
    }))
    .filter(({ lines }) => lines > most.file);
  const lines = [
    `${root}: lines of code`,
    ...engine.map(({ room, lines }) => row(room, lines)),
    row(
      'together',
      engine.reduce((sum, { lines }) => sum + lines, 0),
    ),
    'rules',
    ...rules.map(({ name, lines }) => row(name, lines, most.rule)),
    `files of src with more than ${most.file} lines, comments and blank ones too: ${long.length || 'none'}`,
    ...long.map(({ name, lines }) => row(name, lines)),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return long.length + rules.filter(({ lines }) => lines > most.rule).length;
}

const [first = '.', ...others] = process.argv.slice(2);
const over = count(first);
for (const other of others) count(other);
process.exitCode = over > 0 ? 1 : 0;
