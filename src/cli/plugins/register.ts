import { nearest, refuse } from '../../errors.js';
import type { Remove } from '../../registry.js';
import { listed, show } from '../../schema.js';
import type { Running } from './execute.js';
import { type Kind, kindOf, kinds } from './kinds.js';
import { refuseReserved } from './reserved.js';

/** An entry that a plug-in has for a list. */
interface Found {
  /** What it is exported as. */
  readonly from: string;
  readonly kind: Kind;
  readonly name: string;
  readonly entry: unknown;
}

/** What was put into lists: in words, and how to take it out again. */
export interface Registered {
  readonly entries: readonly string[];
  readonly remove: Remove;
}

type Exports = Readonly<Record<string, unknown>>;

/**
 * Puts what a plug-in exports into the lists: each entry that is exported by itself, and those of objects that are called as
 * a list is. All of them, or none.
 * @throws {InputError} where there is nothing, and on what a list does not take
 */
export function register(plugin: Running): Registered {
  const found = entriesIn(plugin.exports, plugin);
  if (found.length === 0) refuseNothing(plugin);
  const removals: Remove[] = [];
  const remove = () => {
    for (const one of removals.splice(0).reverse()) one();
  };
  for (const { from, kind, name, entry } of found) {
    try {
      refuseReserved(entry, `${kind.list}.${name}`);
      removals.push(kind.add(name, entry as never));
    } catch (error) {
      remove();
      return plugin.refuse(error, `: export ${from}`);
    }
  }
  return { entries: found.map(({ kind, name }) => `${kind.one} ${name}`), remove };
}

function entriesIn(exports: Exports, place: Running): Found[] {
  return Object.entries(exports).flatMap(([name, value]) => {
    const list = kinds.find((kind) => kind.list === name);
    if (list) return entriesOf(list, name, value, place);
    const found = entryOf(name, value, place);
    // What module.exports holds, or one object of everything.
    if (!found && name === 'default' && isObject(value)) return entriesIn(value, place);
    if (!found && isObject(value)) refuseNearList(name, place);
    return found ?? [];
  });
}

function entriesOf(list: Kind, from: string, value: unknown, { where }: Running): Found[] {
  if (!isObject(value))
    return refuse({
      where: `${where}: export ${from}`,
      got: show(value),
      expected: `an object of ${from} by their names`,
    });
  return Object.entries(value).map(([name, entry]) => {
    const sorted = list.list === 'dataSets' ? (kindOf(entry) ?? list) : list;
    return { from: `${from}.${name}`, kind: sorted.list === list.list ? sorted : list, name, entry };
  });
}

function entryOf(name: string, value: unknown, place: Running): Found[] | undefined {
  let kind: Kind | undefined;
  try {
    kind = kindOf(value);
  } catch (error) {
    return place.refuse(error, `: export ${name}`);
  }
  if (!kind) {
    if (isBareRule(value)) refuseBareRule(name, place.where);
    return undefined;
  }
  const { name: own } = value as { readonly name?: unknown };
  const called = typeof own === 'string' ? own : dashed(name === 'default' ? fileName(place.file) : name);
  return [{ from: name, kind, name: called, entry: value }];
}

const isObject = (value: unknown): value is Exports =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What `rule` makes, not yet offered. */
const isBareRule = (value: unknown) => isObject(value) && 'phases' in value && 'paths' in value;

function refuseBareRule(name: string, where: string): never {
  return refuse({
    where: `${where}: export ${name}`,
    got: 'the phases of a rule',
    expected: 'a rule with its source and options',
    hint: `export const ${name} = family({ name, summary, source, options: {}, of: () => rule({ ... }) })`,
  });
}

function refuseNearList(name: string, { where }: Running): void {
  const near = nearest(
    name,
    kinds.map(({ list }) => list),
  );
  if (!near) return;
  refuse({
    where: `${where}: export ${name}`,
    got: 'an object that is no entry of a list',
    expected: `one called as a list is: ${lists()}`,
    hint: near,
  });
}

function refuseNothing({ exports, where }: Running): never {
  const names = Object.entries(exports).map(([name, value]) => `${name} (${kindWord(value)})`);
  const got = names.length === 0 ? 'no exports' : `exports that are none of these: ${listed(names)}`;
  const ones = [...new Set(kinds.map(({ one }) => one))].join(', ');
  return refuse({
    where,
    got,
    expected: `something for a list: ${ones}`,
    hint: 'relaxon new rule NAME for a file to start from',
  });
}

function kindWord(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (isObject(value)) return `an object with ${listed(Object.keys(value)) || 'nothing in it'}`;
  return show(value);
}

const lists = () => [...new Set(kinds.map(({ list }) => list))].join(', ');

/** signSymmetric as lists have it: sign-symmetric. */
const dashed = (name: string) =>
  name
    .replace(/[_.\s]+/g, '-')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();

const fileName = (file: string) =>
  file
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.\w+$/, '');
