import { blocksOf, commandsOf, fileName } from './blocks.js';

/** What a page has its reader do: write a file, or run a command. */
export type Step =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'command'; readonly command: string };

/**
 * The steps of a page in Markdown: each line of a block of `sh` is a command; any other block is a file, whose name stands in the
 * line before it, as `NAME`:
 * @throws {Error} on a block that is neither
 */
export function stepsOf(page: string): readonly Step[] {
  return blocksOf(page).flatMap((block): Step[] => {
    if (block.language === 'sh') return commandsOf(block).map((command) => ({ kind: 'command', command }));
    const name = fileName(block);
    if (name === undefined)
      throw new Error(`A block of ${block.language || 'nothing'} after "${block.before}" has no name.`);
    return [{ kind: 'file', name, text: `${block.text}\n` }];
  });
}
