import { nearest, refuse } from './errors.js';
import { show } from './schema.js';

/** Takes an entry out of its list again. */
export type Remove = () => void;

/** Puts an entry into a list under a name of its own. */
export type Add<V> = (name: string, entry: V) => Remove;

type Kind = 'function' | 'number' | 'boolean' | 'string' | 'object';

/** What an entry has to be: a function, or an object with members of these kinds. Others may be left out. */
export type EntryShape<V> = 'function' | { readonly [K in keyof V]?: Kind };

/** It stands in files, on command lines and in error lines. */
const nameable = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * How a list takes entries at run time. Whoever reads the list reads them from then on, until they are taken out again:
 * descriptions, help, refusals, both engines. What is built in stands in the list from the start, by names that compilers know.
 * @param where what errors call the list
 * @throws {InputError} by what is returned: on a name that is taken or malformed, and on an entry without what all have
 */
export function adding<V>(
  where: string,
  list: Readonly<Record<string, V>>,
  shape: EntryShape<V>,
  check: (entry: V, name: string) => void = () => {},
): Add<V> {
  const entries = list as Record<string, V>;
  return (name, entry) => {
    requireNewName(where, entries, name);
    requireShape(`${where}.${name}`, entry, shape);
    requireOwnName(`${where}.${name}`, entry, name);
    check(entry, name);
    entries[name] = entry;
    return () => {
      if (entries[name] === entry) delete entries[name];
    };
  };
}

/** @throws {InputError} on a name that no entry of a list can have, or that one has already */
export function requireNewName(where: string, entries: object, name: unknown): asserts name is string {
  const got = `the name ${show(name)}`;
  if (typeof name !== 'string' || !nameable.test(name) || name.length > 40) {
    const expected = 'at most 40 small letters and digits, in words joined by "-", beginning with a letter';
    refuse({ where, got, expected });
  }
  if (name in Object.prototype) refuse({ where, got, expected: 'one that not every object has already' });
  if (Object.hasOwn(entries, name)) {
    const expected = `one that is not taken: not ${Object.keys(entries).join(', ')}`;
    refuse({ where, got, expected });
  }
}

// What says its name in errors and tables says that under which it is found.
function requireOwnName(where: string, entry: unknown, name: string): void {
  const { name: says = name } = entry as { readonly name?: unknown };
  if (typeof entry === 'object' && says !== name)
    refuse({ where: `${where}.name`, got: show(says), expected: JSON.stringify(name) });
}

function requireShape<V>(where: string, entry: V, shape: EntryShape<V>): void {
  if (shape === 'function') {
    if (typeof entry !== 'function') refuse({ where, got: show(entry), expected: 'a function' });
    return;
  }
  if (typeof entry !== 'object' || entry === null) refuse({ where, got: show(entry), expected: 'an object' });
  for (const [member, kind] of Object.entries(shape)) {
    const value = (entry as Record<string, unknown>)[member];
    if (typeof value === kind) continue;
    const near = value === undefined ? nearest(member, Object.keys(entry as object)) : undefined;
    const hint = near && `${member} instead of ${near}`;
    refuse({ where: `${where}.${member}`, got: show(value), expected: `a ${kind}`, hint });
  }
}
