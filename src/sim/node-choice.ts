import { choose, refuse } from '../errors.js';
import { type ByNode, keysIn } from '../rules/choice.js';
import { asObject, nameIn, readValue, show } from '../schema.js';

/**
 * Reads a choice: a name, `transpose,conv2d=learned,out=random` (a name for all, and others for nodes of a type or for a node),
 * or the same as an object, `{"default": "transpose", "conv2d": "learned"}`.
 * @param standard for all nodes of which nothing is said
 * @throws {InputError} naming the part
 */
export function readChoice<N extends string>(
  where: string,
  names: Readonly<Record<N, unknown>>,
  value: unknown,
  standard: N,
): ByNode<N> {
  if (typeof value === 'string' && /[=,]/.test(value)) return readText(where, names, value, standard);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return readValue(where, nameIn(names), value) as N;
  const given = asObject(where, value);
  const all = Object.entries({ default: standard, ...given });
  for (const [key, name] of all) readValue(`${where}.${key}`, nameIn(names), name);
  return simplest(Object.fromEntries(all) as ByNode<N>);
}

function readText<N extends string>(
  where: string,
  names: Readonly<Record<N, unknown>>,
  text: string,
  standard: N,
): ByNode<N> {
  const parts = new Map<string, string>();
  for (const part of text.split(',')) {
    const [key, name = ''] = part.includes('=')
      ? part.split(/=(.*)/s).map((one) => one.trim())
      : ['default', part.trim()];
    const got = show(part.trim());
    if (key === '' || (key === 'default' && part.includes('=')))
      refuse({ where, got, expected: 'a name for all, or NODE=NAME or TYPE=NAME' });
    if (parts.has(key)) {
      const what = key === 'default' ? 'a second choice for all' : `a second choice for ${key}`;
      refuse({ where, got: `${got}, ${what}`, expected: 'one' });
    }
    choose(key === 'default' ? where : `${where}.${key}`, names, name);
    parts.set(key, name);
  }
  return simplest({ default: standard, ...Object.fromEntries(parts) } as ByNode<N>);
}

/** A choice that says nothing of any node is a name. */
const simplest = <N extends string>(given: ByNode<N>): ByNode<N> =>
  typeof given !== 'string' && keysIn(given).length === 0 ? given.default : given;
