import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { choose, refuse } from '../../errors.js';
import { withPath } from '../../lab/files/errors.js';
import { refuseUnwritable } from '../../lab/out-file.js';
import { requireNewName } from '../../registry.js';
import { templates } from '../new/templates.js';
import { print } from '../output.js';

/** `relaxon new`: a file to start from, for what plug-ins add. */
export function newCommand(): Command {
  return new Command('new')
    .description(
      'Write NAME.ts, a commented file to start from that works as it is: a rule, an activation function, ... of your own, for\n' +
        '--plugin of the other commands. A file that is there stays as it is. See docs/plugins.md.',
    )
    .argument('<kind>', `what: ${Object.keys(templates).join(', ')}`)
    .argument('<name>', 'its name: small letters and digits, in words joined by "-"')
    .option('--json', 'print what was written as one JSON object')
    .action(newAction);
}

function newAction(kind: string, name: string, { json }: { readonly json?: boolean }): void {
  const { text, list, next } = choose('new', templates, kind);
  requireNewName(`new ${kind}`, list(), name);
  const file = `${name}.ts`;
  refuseUnwritable(join('.', file));
  writeNew(file, text(name, identifierOf(name, kind)));
  const commands = next(name, file);
  print(json, { kind, name, file, next: commands }, () => [
    `wrote ${file}; to try it:`,
    ...commands.map((line) => `  ${line}`),
  ]);
}

function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      refuse({
        where: file,
        got: 'a file that is there',
        expected: 'none: it stays as it is',
        hint: 'another name',
      });
    withPath(file, 'a file to write', () => {
      throw error;
    });
  }
}

/** Words that JavaScript keeps to itself, or that such a file imports. */
const kept =
  'arguments await break case catch class classes const continue data debugger default delete do else enum eval export extends ' +
  'false family finally for function if implements import in instanceof interface learn let new null package private ' +
  'protected public return rule rules say set side split static super switch this throw true try type typeof undefined var void while ' +
  'with words yield sha256';

/** A name as code has it: sign-symmetric is signSymmetric. */
function identifierOf(name: string, kind: string): string {
  const joined = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return kept.split(' ').includes(joined) ? `${joined}${kind[0].toUpperCase()}${kind.slice(1)}` : joined;
}
