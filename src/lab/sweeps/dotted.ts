import { refuse } from '../../errors.js';
import { show } from '../../schema.js';

type Json = Readonly<Record<string, unknown>>;

/** What stands under a dotted name, `relaxation.steps` or `network.layers.0.units`; undefined if nothing does. */
export function valueAt(root: unknown, name: string): unknown {
  return name.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Json)[key];
  }, root);
}

/**
 * The same with another value under a dotted name. Objects that are missing on the way are made; entries of lists have to be
 * there. An optimiser that is only named becomes an object.
 * @throws {InputError} naming where it leads through what is neither
 */
export function withValue(root: unknown, name: string, value: unknown, where: string): unknown {
  const [key, ...rest] = name.split('.');
  const container = root === undefined || root === null ? {} : root;
  const into = (inner: unknown) =>
    rest.length === 0 ? value : withValue(inner, rest.join('.'), value, where);
  if (Array.isArray(container)) {
    const at = Number(key);
    if (!/^\d+$/.test(key) || at >= container.length) {
      const expected = `the number of one of the ${container.length} entries of the list there, from 0`;
      refuse({ where, got: `${show(key)} in the name`, expected });
    }
    return container.map((entry, i) => (i === at ? into(entry) : entry));
  }
  if (typeof container === 'string' && key !== 'name') return { name: container, [key]: into(undefined) };
  if (typeof container === 'string') return { name: into(container) };
  if (typeof container !== 'object') {
    refuse({
      where,
      got: `a name that leads through ${show(container)}`,
      expected: 'one through objects and lists',
    });
  }
  return { ...container, [key]: into(Object.hasOwn(container, key) ? (container as Json)[key] : undefined) };
}
