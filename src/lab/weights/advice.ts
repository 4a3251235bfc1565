import { nearest } from '../../errors.js';
import { nameMeant } from '../pytorch/misfits.js';
import type { Shapes } from '../pytorch/translation.js';
import type { Tensors } from './weights.js';

/** What to try with tensors whose names or shapes do not fit; undefined where nothing is known. */
export function adviceFor(tensors: Tensors, expected: Shapes): string | undefined {
  return nameMeant(tensors, expected) ?? renaming(tensors, expected) ?? nearTo(tensors, expected);
}

/** A name that is too much may be one that is there twice. */
function nearTo(tensors: Tensors, expected: Shapes): string | undefined {
  const left = Object.keys(tensors).filter((name) => !Object.hasOwn(expected, name));
  const near = left.map((name) => nearest(name, Object.keys(expected))).find((name) => name !== undefined);
  return near && JSON.stringify(near);
}

/** Renames by shapes, where each module that is left over fits one that is missing, and no other. */
function renaming(tensors: Tensors, expected: Shapes): string | undefined {
  const shapes = Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));
  const left = modulesIn(shapes, (name) => !Object.hasOwn(expected, name));
  const missing = modulesIn(expected, (name) => !Object.hasOwn(tensors, name));
  if (left.size === 0 || left.size !== missing.size) return undefined;
  const pairs = [...left].map(([from, parts]) => {
    const fits = [...missing].filter(([, wanted]) => wanted === parts);
    return fits.length === 1 ? `${from}=${fits[0][0]}` : undefined;
  });
  if (pairs.includes(undefined) || new Set(pairs.map((pair) => pair!.split('=')[1])).size < left.size)
    return undefined;
  return `--rename ${pairs.join(',')}`;
}

/** Names and shapes of the tensors of each module, as text. */
function modulesIn(shapes: Shapes, is: (name: string) => boolean): ReadonlyMap<string, string> {
  const modules = new Map<string, string[]>();
  for (const name of Object.keys(shapes).filter(is)) {
    const dot = name.lastIndexOf('.');
    const module = name.slice(0, Math.max(dot, 0));
    const part = `${name.slice(dot + 1)} ${shapes[name].join('x')}`;
    modules.set(module, [...(modules.get(module) ?? []), part].sort());
  }
  return new Map([...modules].map(([module, parts]) => [module, parts.join()]));
}
