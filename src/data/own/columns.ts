import { nearest, refuse } from '../../errors.js';
import { listed } from '../../schema.js';

/**
 * The places of columns that are asked for by name, number from 1, or range such as `2-5`. Names come first.
 * @throws {InputError} naming the column that is not there, or stands twice
 */
export function placesOf(where: string, asked: readonly string[], names: readonly string[]): number[] {
  const places = asked.flatMap((one) => placesIn(where, one, names));
  const twice = places.find((place, i) => places.indexOf(place) < i);
  if (twice !== undefined)
    refuse({ where, got: `column ${twice + 1} (${names[twice]}) twice`, expected: 'each once' });
  return places;
}

function placesIn(where: string, asked: string, names: readonly string[]): number[] {
  const named = names.indexOf(asked);
  if (named >= 0) return [named];
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(asked) ?? [];
  if (first === undefined) return refuseUnknown(where, asked, names);
  const [from, to] = [Number(first), Number(last)];
  if (from < 1 || to > names.length || from > to) return refuseUnknown(where, asked, names);
  return Array.from({ length: to - from + 1 }, (_, i) => from - 1 + i);
}

function refuseUnknown(where: string, asked: string, names: readonly string[]): never {
  const near = nearest(asked, names);
  return refuse({
    where,
    got: JSON.stringify(asked),
    expected: `one of ${listed(names)}, or a number 1 .. ${names.length}`,
    hint: near && JSON.stringify(near),
  });
}

/** Which columns are inputs, and which targets. */
export interface Chosen {
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
}

/**
 * Columns as they are asked for; otherwise the last is the target, and all others are inputs.
 * @throws {InputError} when one is unknown, is both, or none is left to be an input
 */
export function chooseColumns(
  file: string,
  names: readonly string[],
  asked: {
    readonly inputColumns?: readonly string[] | undefined;
    readonly target?: readonly string[] | undefined;
  },
  withTargets: boolean,
): Chosen {
  const given = asked.inputColumns && placesOf(`${file}: input columns`, asked.inputColumns, names);
  if (!withTargets && given) return { inputs: given, targets: [] };
  const targets = asked.target ? placesOf(`${file}: target`, asked.target, names) : [names.length - 1];
  const inputs = given ?? names.map((_, i) => i).filter((i) => !targets.includes(i));
  const both = targets.find((place) => inputs.includes(place));
  if (both !== undefined) {
    const got = `column ${both + 1} (${names[both]}), which is an input, too`;
    refuse({ where: `${file}: target`, got, expected: 'another', hint: '--input-columns without it' });
  }
  if (inputs.length === 0)
    refuse({
      where: file,
      got: `only ${targets.length} columns`,
      expected: 'a column of inputs beside the target',
    });
  return { inputs, targets };
}
