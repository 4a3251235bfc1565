import type { Shapes, Translation } from '../translation.js';
import { moved } from '../translation.js';

/** Parameters that have one name and one order on both sides; those that are there. */
export const same = (parameters: Shapes, ...names: readonly string[]): Translation[] =>
  names
    .filter((name) => Object.hasOwn(parameters, name))
    .map((name) => moved({ name, shape: parameters[name] }, { name, shape: parameters[name] }));
