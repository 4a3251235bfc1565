import { sizeOf } from '../../../../../network/shapes.js';
import type { Attribute } from './binding.js';

/** An operand whose shape is known; of a small list of whole numbers its values, too. */
export interface Operand {
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly values?: Int32Array | undefined;
}

/** The shape of what an operation makes; undefined where it takes its values to tell. */
type ShapeOf = (
  inputs: readonly Operand[],
  attribute: (name: string) => Attribute['value'] | undefined,
) => readonly number[] | undefined;

const asFirst: ShapeOf = ([a]) => a.shape;

const broadcast: ShapeOf = ([{ shape: a }, { shape: b }]) => {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [m, n] = [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1];
    return m === 1 ? n : m;
  });
};

const product: ShapeOf = ([{ shape: a }, { shape: b }], attribute) => [
  a[attribute('transpose_a') ? 1 : 0],
  b[attribute('transpose_b') ? 0 : 1],
];

const reduced: ShapeOf = ([{ shape }, { values }], attribute) => {
  if (!values) return undefined;
  const along = new Set([...values].map((axis) => (axis + shape.length) % shape.length));
  if (attribute('keep_dims')) return shape.map((size, axis) => (along.has(axis) ? 1 : size));
  return shape.filter((_, axis) => !along.has(axis));
};

const reshaped: ShapeOf = ([{ shape }, { values }]) => {
  if (!values) return undefined;
  const known = values.reduce((size, n) => (n < 0 ? size : size * n), 1);
  return Array.from(values, (n) => (n < 0 ? sizeOf(shape) / known : n));
};

const transposed: ShapeOf = ([{ shape }, { values }]) => values && Array.from(values, (axis) => shape[axis]);

const sliced: ShapeOf = ([{ shape }, { values: begin }, { values: size }]) =>
  begin && size && Array.from(size, (n, axis) => (n < 0 ? shape[axis] - begin[axis] : n));

const padded: ShapeOf = ([{ shape }, { values }]) =>
  values && shape.map((size, axis) => values[2 * axis] + size + values[2 * axis + 1]);

const concatenated: ShapeOf = (inputs) => {
  const [{ shape }] = inputs;
  const axis = inputs.at(-1)!.values?.[0];
  if (axis === undefined) return undefined;
  const along = (axis + shape.length) % shape.length;
  const size = inputs.slice(0, -1).reduce((sum, one) => sum + one.shape[along], 0);
  return shape.map((n, i) => (i === along ? size : n));
};

const gathered: ShapeOf = ([{ shape }, indices, { values }], attribute) => {
  if (!values || attribute('batch_dims')) return undefined;
  const axis = (values[0] + shape.length) % shape.length;
  return [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)];
};

/** As the values of an operand that is a shape say. */
const told =
  (operand: number): ShapeOf =>
  (inputs) => {
    const { values } = inputs[operand];
    return values && Array.from(values);
  };

const convolved: ShapeOf = ([{ shape }, filters], attribute) => {
  const [images, ...size] = shape;
  const dilations = (attribute('dilations') ?? [1, 1, 1, 1]) as readonly number[];
  const explicit = attribute('explicit_paddings') as readonly number[] | undefined;
  const places = windows(size, filters.shape.slice(0, 2), dilations, explicit, attribute);
  return places && [images, ...places, filters.shape[3]];
};

const pooled: ShapeOf = ([{ shape }], attribute) => {
  const [images, height, width, channels] = shape;
  const kernel = (attribute('ksize') as readonly number[]).slice(1, 3);
  const places = windows([height, width], kernel, [1, 1, 1, 1], undefined, attribute);
  return places && [images, ...places, channels];
};

/** How often a kernel fits, down and across; undefined of a layout that is not by rows of images. */
function windows(
  size: readonly number[],
  kernel: readonly number[],
  dilations: readonly number[],
  explicit: readonly number[] | undefined,
  attribute: Parameters<ShapeOf>[1],
): readonly number[] | undefined {
  if (attribute('data_format') !== 'NHWC') return undefined;
  const strides = attribute('strides') as readonly number[];
  const padding = attribute('padding');
  return [0, 1].map((axis) => {
    const stride = strides[axis + 1];
    if (padding === 'SAME') return Math.ceil(size[axis] / stride);
    const covered = (kernel[axis] - 1) * dilations[axis + 1] + 1;
    const zeros = explicit ? explicit[2 * axis + 2] + explicit[2 * axis + 3] : 0;
    return Math.floor((size[axis] + zeros - covered) / stride) + 1;
  });
}

const named = (names: string, shapeOf: ShapeOf): Record<string, ShapeOf> =>
  Object.fromEntries(names.split(' ').map((name) => [name, shapeOf]));

/** The operations that may be put off: those that give one tensor. */
const shapes: ReadonlyMap<string, ShapeOf> = new Map(
  Object.entries({
    ...named(
      'Abs Exp Log Neg OnesLike Reciprocal Relu Rsqrt Sigmoid Sign Softplus Sqrt Square Tanh',
      asFirst,
    ),
    ...named('BiasAdd ClipByValue ReluGrad SigmoidGrad TanhGrad Reverse ReverseV2 AddN Cast', asFirst),
    ...named('Add AddV2 Sub Mul RealDiv Div Maximum Minimum SquaredDifference', broadcast),
    ...named('Equal Greater GreaterEqual Less LessEqual', broadcast),
    BiasAddGrad: ([{ shape }]) => [shape.at(-1)!],
    MatMul: product,
    ...named('Sum Mean Max Min', reduced),
    Reshape: reshaped,
    Transpose: transposed,
    Slice: sliced,
    PadV2: padded,
    ConcatV2: concatenated,
    GatherV2: gathered,
    Conv2D: convolved,
    Conv2DBackpropInput: told(0),
    Conv2DBackpropFilter: told(1),
    ...named('AvgPool MaxPool', pooled),
  }),
);

/** TensorFlow's number of the type of truth values. */
const bool = 10;

/** The type of what an operation makes. */
type TypeOf = (inputs: readonly Operand[], attribute: Parameters<ShapeOf>[1]) => number;

const truth: TypeOf = () => bool;

/** Of those whose type is not that of their first operand. */
const types: Readonly<Record<string, TypeOf>> = {
  ...{ Equal: truth, Greater: truth, GreaterEqual: truth, Less: truth, LessEqual: truth },
  Cast: (_, attribute) => attribute('DstT') as number,
  // What convolutions send back has a shape for its first operand.
  Conv2DBackpropInput: ([, filters]) => filters.dtype,
};

/** Shape and type of what an operation makes of operands; undefined where that is not known before it has run. */
export function outputOf(
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly Operand[],
): { readonly shape: readonly number[]; readonly dtype: number } | undefined {
  const value = (wanted: string) => attributes.find((one) => one.name === wanted)?.value;
  const shape = shapes.get(name)?.(inputs, value);
  return shape && { shape, dtype: types[name]?.(inputs, value) ?? inputs[0].dtype };
}
