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
  const blocks = page.matchAll(/(?:^|\n)([^\n]*)\n+```(\w*)\n([\s\S]*?)\n?```(?=\n|$)/g);
  return [...blocks].flatMap(([, before, language, text]): Step[] => {
    if (language === 'sh') return text.split('\n').map((command) => ({ kind: 'command', command }));
    const [, name] = /^`([\w.-]+)`:$/.exec(before) ?? [];
    if (name === undefined)
      throw new Error(`A block of ${language || 'nothing'} after "${before}" has no name.`);
    return [{ kind: 'file', name, text: `${text}\n` }];
  });
}
