import { nearest, refuse } from '../../errors.js';
import type { Values } from '../../network/parameters.js';
import { type Shape, sizeOf } from '../../network/shapes.js';
import type { Tensor } from '../safetensors/index.js';
import type { Shapes } from './translation.js';

/** A tensor of a file, or values. */
export type Given = Tensor | Values;

/** Tensors by their names. */
export type AllGiven = Readonly<Record<string, Given>>;

/** What is there, and what should be. */
export interface Misfit {
  readonly kind: 'missing' | 'left over' | 'wrong';
  readonly name: string;
  readonly got: string;
  readonly expected: string;
}

/**
 * All of the tensors that are expected, and no others: of their shape, F32 or F64, finite.
 * @param others what is expected on the other side, for who goes the wrong way
 * @throws {InputError} one line that names all that do not fit
 */
export function requireFit(
  where: string,
  given: AllGiven,
  expected: Shapes,
  others: Shapes,
): asserts given is Readonly<Record<string, Values>> {
  const misfits = misfitsOf(given, expected);
  if (misfits.length === 0) return;
  refuseMisfits(
    where,
    misfits,
    misfitsOf(given, others).length === 0
      ? 'converting the other way: these tensors are what comes out here'
      : nameMeant(given, expected),
  );
}

/** @throws {InputError} always: one line that names all, or as many as it has room for and how many more there are */
export function refuseMisfits(where: string, misfits: readonly Misfit[], hint: string | undefined): never {
  return refuse({
    where,
    got: within(
      misfits.map(({ got }) => got),
      270,
    ),
    expected: within(
      misfits.map(({ expected }) => expected),
      760,
    ),
    hint,
  });
}

/** As many as fit into so many characters. */
function within(items: readonly string[], room: number): string {
  let count = 0;
  for (let used = 0; count < items.length; count++) {
    used += items[count].length + 2;
    if (used > room) break;
  }
  const more = items.length - Math.max(count, 1);
  return items.slice(0, Math.max(count, 1)).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** All that is missing, too much, or of another shape or type. */
export function misfitsOf(given: AllGiven, expected: Shapes): Misfit[] {
  const missing: Misfit[] = Object.entries(expected)
    .filter(([name]) => !Object.hasOwn(given, name))
    .map(([name, shape]) => ({
      ...({ kind: 'missing', name } as const),
      got: `no ${name}`,
      expected: `${name} ${sizes(shape)}`,
    }));
  const wrong = Object.entries(given).flatMap(([name, tensor]): Misfit[] => {
    if (!Object.hasOwn(expected, name))
      return [{ kind: 'left over', name, got: name, expected: `no ${name}` }];
    const misfit = misfitOf(tensor, expected[name]);
    if (!misfit) return [];
    return [{ kind: 'wrong', name, got: `${name} ${misfit.got}`, expected: `${name} ${misfit.expected}` }];
  });
  return [...missing, ...wrong];
}

const sizes = (shape: Shape): string => `[${shape.join(', ')}]`;

function misfitOf(tensor: Given, shape: Shape): Pick<Misfit, 'got' | 'expected'> | undefined {
  const { data } = tensor;
  if (!(data instanceof Float32Array || data instanceof Float64Array))
    return { got: `of ${'dtype' in tensor ? tensor.dtype : 'another type'}`, expected: 'of F32 or F64' };
  if (tensor.shape.join() !== shape.join()) return { got: sizes(tensor.shape), expected: sizes(shape) };
  const size = sizeOf(shape);
  if (data.length !== size) return { got: `of ${data.length} numbers`, expected: `of ${size}` };
  const bad = data.findIndex((value) => !Number.isFinite(value));
  return bad < 0 ? undefined : { got: `with ${data[bad]} at place ${bad}`, expected: 'of finite numbers' };
}

/** The first name that is near one that is missing. */
export function nameMeant(given: AllGiven, expected: Shapes): string | undefined {
  const missing = Object.keys(expected).filter((name) => !Object.hasOwn(given, name));
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(expected, name)) continue;
    const near = nearest(name, missing);
    if (near) return `${JSON.stringify(near)} for ${JSON.stringify(name)}`;
  }
  return undefined;
}
