/** A fenced block of a page in Markdown. */
export interface Block {
  /** What stands behind the opening fence: `sh`, `json`, ...; nothing of what a program prints. */
  readonly language: string;
  /** What is between the fences, without the last line end. */
  readonly text: string;
  /** The last line before it that is not blank. */
  readonly before: string;
  /** The number of its first line, from 1. */
  readonly line: number;
}

/** The fenced blocks of a page, in their order. */
export function blocksOf(page: string): readonly Block[] {
  const found = page.matchAll(/^```(\w*)\n([\s\S]*?)\n?^```$/gm);
  return [...found].map(({ 1: language, 2: text, index }) => {
    const above = page.slice(0, index);
    const before = above.trimEnd().split('\n').at(-1) ?? '';
    return { language, text, before, line: above.split('\n').length + 1 };
  });
}

/** The file that a block is, by the line before it, as `NAME`: */
export const fileName = ({ before }: Block): string | undefined => /`([\w.-]+)`:$/.exec(before)?.[1];

/** The commands of a block of shell: a line each, without comments; one that ends in a backslash goes on in the next. */
export function commandsOf({ text }: Block): readonly string[] {
  const lines = text.replace(/\\\n\s*/g, '').split('\n');
  return lines.map((line) => line.replace(/\s+#.*/, '').trim()).filter((line) => line !== '');
}
