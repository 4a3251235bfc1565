import { z } from 'zod';
import { refuse } from '../../errors.js';
import type { Shape } from '../shapes.js';
import type { ViewSpec } from '../view.js';

export const axisSchema = z.int('a whole number of at least 0').min(0, 'a whole number of at least 0');

/** The axis of a description; the last of a shape if not given. */
export const axisOf = (spec: ViewSpec, shape: Shape): number =>
  (spec as ViewSpec & { readonly axis?: number }).axis ?? shape.length - 1;

/** @throws {InputError} on an axis that a shape does not have */
export function requireAxis(where: string, spec: ViewSpec, shape: Shape): void {
  const axis = axisOf(spec, shape);
  if (axis < shape.length) return;
  const expected = `an axis below ${shape.length}, as ${spec.from[0]} of shape [${shape.join(', ')}] has`;
  refuse({ where: `${where}.axis`, got: String(axis), expected });
}

/** @throws {InputError} on more than one to look at */
export function requireOneOf(where: string, { from, type }: ViewSpec): void {
  if (from.length === 1) return;
  refuse({
    where: `${where}.from`,
    got: `${from.length} parents`,
    expected: `one, for type ${type}`,
    hint: 'concat',
  });
}
