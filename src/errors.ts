import { distance } from 'fastest-levenshtein';

/** An error whose message is meant for the user: bad input, or a run that cannot go on. */
export class RelaxonError extends Error {
  override readonly name: string = 'RelaxonError';
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

/** The one line of a complaint. */
export function complaintLine({ where, got, expected, hint }: Complaint): string {
  return `${where}: got ${got}, expected ${expected}.${hint ? ` Try ${hint}.` : ''}`;
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
  const ranked = known
    .map((name) => ({ name, d: distance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.d - b.d);
  const best = ranked[0];
  return best && best.d <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : undefined;
}

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
