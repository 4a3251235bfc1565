import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, commandsOf, fileName } from '../../../scripts/tutorial/blocks.js';

export const root = join(import.meta.dirname, '../../..');

/** The pages that show commands, but for the tutorial, which scripts/tutorial.ts goes through from the packed package. */
export const pages: readonly string[] = [
  'README.md',
  'bench/README.md',
  ...['docs', 'docs/design'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md') && name !== 'tutorial.md')
      .map((name) => `${folder}/${name}`),
  ),
];

/** Those that take longest: followed where RELAXON_LONG is 1. */
export const slowPages: readonly string[] = [
  'docs/compare.md',
  'docs/findings.md',
  'docs/pytorch.md',
  'docs/sweeps.md',
];

export const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** What a page has its reader do, or shows. */
export type Step =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  /** One of ours by its arguments, or of another program by its line alone. */
  | { readonly kind: 'command'; readonly line: string; readonly args: readonly string[] | undefined }
  /** What the commands before it print. */
  | { readonly kind: 'output'; readonly lines: readonly string[] };

const ours = /^(?:npx relaxon|relaxon|npm run -s relaxon --) (.*)$/;

function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word);
}

/** The commands, files and outputs of a page, in their order. Programs and fragments of JSON are looked after elsewhere. */
export function stepsOf(page: string): readonly Step[] {
  return blocksOf(textOf(page)).flatMap((block): Step[] => {
    const { language, text } = block;
    if (language === 'sh')
      return commandsOf(block).map((line) => {
        const own = ours.exec(line)?.[1];
        return { kind: 'command', line, args: own === undefined ? undefined : words(own) };
      });
    if (language === '') return [{ kind: 'output', lines: text.split('\n') }];
    const name = fileName(block);
    return name === undefined ? [] : [{ kind: 'file', name, text: `${text}\n` }];
  });
}
