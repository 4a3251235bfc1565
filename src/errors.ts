import { distance } from 'fastest-levenshtein';

/** Longest parts of an error line, in characters: what is longer loses its middle. */
const longest = { where: 500, got: 300, expected: 800, hint: 400 } as const;

/** No line that we say is longer, in characters. */
export const longestLine = 2100;

// Control and formatting characters (C0, DEL, C1, writing direction, zero width), separators of lines, half characters.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A text of any origin as part of one line of a terminal or log: what would move the cursor, colour, or reorder is escaped, and
 * of more than `limit` characters the middle is left out.
 */
export function printable(text: string, limit = longestLine): string {
  const escaped = shortened(text, limit).replace(unprintable, escapeOf);
  return shortened(escaped, limit);
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!;
  if (code === 10) return '\\n';
  if (code === 9) return '\\t';
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

// The end of a path says the most, and so does the start of anything else.
function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = Math.ceil((limit - 3) / 2);
  const tail = text.length - (limit - 3 - head);
  const whole = (at: number) => at + (/[\udc00-\udfff]/.test(text[at]) ? 1 : 0);
  return `${text.slice(0, whole(head) > head ? head - 1 : head)}...${text.slice(whole(tail))}`;
}

/** An error whose message is meant for the user, one printable line: bad input, or a run that cannot go on. */
export class RelaxonError extends Error {
  override readonly name: string = 'RelaxonError';

  constructor(message: string) {
    super(printable(message));
  }
}

/** Bad usage or bad input; the command line exits with 2. */
export class InputError extends RelaxonError {
  override readonly name = 'InputError';
}

/** What an error says: `where: got X, expected Y. Try Z.` */
export interface Complaint {
  /** Where.what: the file, field or argument that is wrong. */
  readonly where: string;
  readonly got: string;
  readonly expected: string;
  /** What to do about it, without the closing full stop. */
  readonly hint?: string | undefined;
}

/** The one line of a complaint: printable, and no part of it longer than anyone reads. */
export function complaintLine({ where, got, expected, hint }: Complaint): string {
  const part = (name: keyof typeof longest, text: string) => printable(text, longest[name]);
  const line = `${part('where', where)}: got ${part('got', got)}, expected ${part('expected', expected)}.`;
  return hint ? `${line} Try ${part('hint', hint)}.` : line;
}

/** Refuses bad input. @throws {InputError} always */
export function refuse(complaint: Complaint): never {
  throw new InputError(complaintLine(complaint));
}

/** Stops work that cannot go on, though the input was good. @throws {RelaxonError} always */
export function fail(complaint: Complaint): never {
  throw new RelaxonError(complaintLine(complaint));
}

/** The known name closest to `word`, or undefined when none is near enough to be a misspelling of it. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > longestName) return undefined;
  const ranked = known
    .map((name) => ({ name, d: distance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.d - b.d);
  const best = ranked[0];
  return best && best.d <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : undefined;
}

/** What a record has under a name that somebody gave: not what every object has, such as `constructor`. */
export function own<V>(record: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Longer words are misspellings of nothing, and take long to compare. */
const longestName = 200;

/** Looks `name` up in a list of variants. @throws {InputError} naming the variants and the nearest match */
export function choose<V>(where: string, variants: Readonly<Record<string, V>>, name: string): V {
  if (Object.hasOwn(variants, name)) return variants[name];
  const known = Object.keys(variants);
  const near = nearest(name, known);
  return refuse({
    where,
    got: JSON.stringify(name),
    expected: `one of ${known.join(', ')}`,
    hint: near && JSON.stringify(near),
  });
}
