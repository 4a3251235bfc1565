import { nearest, refuse } from '../../../errors.js';
import { sizeOf } from '../../../network/shapes.js';

/** How to name actors, for help texts. */
export const selectionHelp =
  'NAME (every neuron of a node or input), NAME[3], NAME[0-9], NAME.weight (every synapse), ' +
  'NAME.weight[2], NAME.weight[2,5] (as the weight is indexed)';

/** From which index to which; all, if none is given. */
export function range(selection: string, index: string | undefined, count: number): [number, number] {
  if (index === undefined) return [0, count - 1];
  const [from, to = from, ...more] = index.split('-').map(natural);
  if (from <= to && to < count && more.length === 0) return [from, to];
  return refuse({ where: 'selection', got: selection, expected: `an index or range within 0-${count - 1}` });
}

/** A whole number; NaN if it is none. */
export const natural = (text: string) => (/^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN);

/** The indices of a place in a shape. */
export function unravel(place: number, shape: readonly number[]): number[] {
  let rest = place;
  return shape.map((_, axis) => {
    const stride = sizeOf(shape.slice(axis + 1));
    const i = Math.floor(rest / stride);
    rest %= stride;
    return i;
  });
}

/** @throws {InputError} with the nearest of the names that there are */
export function refuseUnknown(known: readonly string[], selection: string, name: string): never {
  refuse({
    where: 'selection',
    got: JSON.stringify(selection),
    expected: `one of ${known.slice(0, 12).join(', ')}`,
    hint: nearest(name, known),
  });
}
