import { z } from 'zod';
import { refuse } from '../../errors.js';
import { covered, fits, type Pair, type Window } from '../../math/window.js';
import type { Shape } from '../shapes.js';

const positive = z.int('a whole number of at least 1').min(1, 'a whole number of at least 1');
const pairOf = <S extends z.ZodType>(one: S) =>
  z.union([one, z.tuple([one, one])], 'one number, or [height, width]');
const padding = z.int('a whole number of at least 0').min(0, 'a whole number of at least 0');

/** How a kernel passes over an image, with PyTorch's defaults. */
export const windowKeys = {
  kernel: pairOf(positive),
  stride: pairOf(positive).default(1),
  dilation: pairOf(positive).default(1),
  /** Zeros: all around, [height, width], or [[top, bottom], [left, right]]. */
  padding: z
    .union(
      [
        padding,
        z.tuple([padding, padding]),
        z.tuple([z.tuple([padding, padding]), z.tuple([padding, padding])]),
      ],
      {
        error: 'zeros all around: a number, [height, width] or [[top, bottom], [left, right]]',
      },
    )
    .default(0),
};

/** The same, as read. */
export interface WindowSpec {
  readonly kernel: number | Pair;
  readonly stride: number | Pair;
  readonly dilation: number | Pair;
  readonly padding: number | Pair | readonly [Pair, Pair];
}

/** [height, width, channels] of a shape of that rank, or of [height, width]. */
export const imageOf = ([height, width = 1, channels = 1]: Shape): readonly [number, number, number] => [
  height,
  width,
  channels,
];

const both = (value: number | Pair): Pair => (typeof value === 'number' ? [value, value] : value);

function around(value: WindowSpec['padding']): readonly [Pair, Pair] {
  const [down, across] = typeof value === 'number' ? [value, value] : value;
  return [both(down), both(across)];
}

/** The window of a description over a parent. */
export function windowOf(
  spec: WindowSpec,
  parent: Shape,
  { filters, groups }: Pick<Window, 'filters' | 'groups'>,
): Window {
  const [height, width, channels] = imageOf(parent);
  const { kernel, stride, dilation } = spec;
  return {
    ...{ height, width, channels, filters, groups },
    ...{
      kernel: both(kernel),
      stride: both(stride),
      dilation: both(dilation),
      padding: around(spec.padding),
    },
  };
}

/** @throws {InputError} on a parent that is no image */
export function requireImage(where: string, parents: readonly Shape[]): void {
  if (parents.length !== 1) {
    const got = `${parents.length} parents`;
    const hint = 'a node for each parent, and a node of type add that takes them';
    refuse({ where: `${where}.from`, got, expected: 'one', hint });
  }
  const [shape] = parents;
  if (shape.length === 2 || shape.length === 3) return;
  refuse({
    where: `${where}.from`,
    got: `a parent of shape [${shape.join(', ')}]`,
    expected: '[height, width, channels] or [height, width]',
    hint: 'an input of such a shape, like [28, 28, 1]',
  });
}

/** @throws {InputError} on a kernel that does not fit even once */
export function requireFit(where: string, window: Window): void {
  for (const axis of [0, 1] as const) {
    if (fits(window, axis) >= 1) continue;
    const size = axis === 0 ? window.height : window.width;
    const zeros = window.padding[axis][0] + window.padding[axis][1];
    refuse({
      where: `${where}.kernel`,
      got: `a kernel that covers ${covered(window, axis)}`,
      expected: `at most ${size + zeros}, the ${axis === 0 ? 'height' : 'width'} of its parent and the padding`,
      hint: 'a smaller kernel, or padding',
    });
  }
}
