import { z } from 'zod';
import { refuse } from '../../errors.js';
import { listed, readValue } from '../../schema.js';
import { readJson } from '../files.js';
import type { Renames } from './weights.js';

const table = z.record(z.string(), z.string('a name'), 'an object of names by names');

/** Reads `FROM=TO,FROM=TO`, or the path of a JSON file `{"FROM": "TO"}`. @throws {InputError} naming what is wrong */
export function readRenames(text: string, where = '--rename'): Renames {
  if (!text.includes('=')) return checked(readValue(text, table, readJson(text)), text);
  const pairs = text.split(',').map((pair) => pair.split('=').map((name) => name.trim()));
  const odd = pairs.find((pair) => pair.length !== 2 || pair[0] === '');
  if (odd) refuse({ where, got: JSON.stringify(odd.join('=')), expected: 'FROM=TO,FROM=TO, or a JSON file' });
  const twice = pairs.find(([from], i) => pairs.findIndex(([other]) => other === from) < i);
  if (twice) refuse({ where, got: `${JSON.stringify(twice[0])} twice`, expected: 'each name once' });
  return checked(Object.fromEntries(pairs), where);
}

function checked(renames: Renames, where: string): Renames {
  if (Object.hasOwn(renames, ''))
    refuse({ where, got: 'a rename of ""', expected: 'the name, or beginning of a name, of a tensor' });
  return renames;
}

/**
 * The same under their new names: of several that say something of a name the longest counts.
 * @throws {InputError} on a rename of nothing, and on two tensors that would have one name; each names all of them
 */
export function renamed<V>(
  tensors: Readonly<Record<string, V>>,
  renames: Renames,
  where: string,
): Readonly<Record<string, V>> {
  const used = new Set<string>();
  const entries = Object.entries(tensors).map(([name, tensor]) => {
    const fitting = rulesFor(name, renames);
    if (fitting.length === 0) return [name, tensor] as const;
    for (const one of fitting) used.add(one);
    const [from] = fitting;
    return [newName(name, from, renames[from]), tensor] as const;
  });
  const idle = Object.keys(renames).filter((from) => !used.has(from));
  if (idle.length > 0) {
    const known = listed(Object.keys(tensors));
    refuse({ where: `${where}: rename`, got: listed(idle), expected: `beginnings of names: ${known}` });
  }
  const names = entries.map(([name]) => name);
  const clashes = [...new Set(names.filter((name, i) => names.indexOf(name) < i))];
  if (clashes.length > 0)
    refuse({
      where: `${where}: rename`,
      got: `${listed(clashes)} twice`,
      expected: 'a name for each tensor',
    });
  return Object.fromEntries(entries);
}

/** The longest first. */
function rulesFor(name: string, renames: Renames): string[] {
  const fitting = Object.keys(renames).filter((from) => name === from || name.startsWith(`${from}.`));
  return fitting.sort((a, b) => b.length - a.length);
}

function newName(name: string, from: string, to: string): string {
  const rest = name.slice(from.length);
  return to === '' ? rest.replace(/^\./, '') : to + rest;
}
