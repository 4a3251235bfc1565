import { choose, refuse } from '../errors.js';
import { adding } from '../registry.js';
import { asObject, read, show } from '../schema.js';
import type { Initialiser, InitialiserSpec } from './initialiser.js';
import { constant } from './initialisers/constant.js';
import { glorot } from './initialisers/glorot.js';
import { he } from './initialisers/he.js';
import { normal } from './initialisers/normal.js';
import { uniform } from './initialisers/uniform.js';
import { zeros } from './initialisers/zeros.js';

/** Every initialiser by name. A new one: one file, one line here. */
export const initialisers: Readonly<Record<string, Initialiser>> = {
  ...{ normal, uniform, glorot, he, zeros, constant },
};

/** Adds an initialiser at run time. @throws {InputError} */
export const addInitialiser = adding('initialisers', initialisers, { schema: 'object', sampler: 'function' });

/** Reads `"he"` or `{"type": "normal", "sd": 0.05}` and fills in the defaults. @throws {InputError} */
export function readInitialiser(where: string, value: unknown): InitialiserSpec {
  const spec = asObject(where, typeof value === 'string' ? { type: value } : value);
  if (typeof spec.type !== 'string') {
    refuse({ where: `${where}.type`, got: show(spec.type), expected: 'the name of an initialiser' });
  }
  const { schema } = choose(`${where}.type`, initialisers, spec.type);
  return read(where, schema, spec) as InitialiserSpec;
}
