import type { Pair } from '../../../math/window.js';
import type { NodeSpec } from '../../../network/node-type.js';
import { axesOf } from '../../../network/patterns/axes.js';
import { type WindowSpec, windowOf } from '../../../network/patterns/convolution.js';
import { type Connect, drawn } from '../../../network/patterns/sparse.js';
import { type Shape, sizeOf } from '../../../network/shapes.js';
import { meanOver } from './nodes/pools.js';
import { commas, keptBelow, tuple } from './writer.js';

/**
 * What units of one source bring over weights in our order, as a Python expression: [batch, ...] in our order of axes.
 * @param x of the source, in its shape
 * @param weight in the shape that the pattern has; undefined of a pattern whose weights are fixed
 */
type PatternWriter = (x: string, spec: NodeSpec, source: Shape, weight: string) => string;

const whole = (x: string, source: Shape) => (source.length === 1 ? x : `${x}.flatten(1)`);

/** F.pad of an image whose channels are first. */
const padded = (image: string, [[top, bottom], [left, right]]: readonly [Pair, Pair]) =>
  top + bottom + left + right === 0 ? image : `F.pad(${image}, ${tuple([left, right, top, bottom])})`;

const imageOf = (x: string, { height, width, channels }: Record<'height' | 'width' | 'channels', number>) =>
  `first(${x}.reshape(-1, ${commas([height, width, channels])}))`;

const dense: PatternWriter = (x, _, source, weight) => `F.linear(${whole(x, source)}, ${weight})`;

const linear: PatternWriter = (x, _, __, weight) => `F.linear(${x}, ${weight})`;

const scale: PatternWriter = (x, spec, source, weight) => {
  const { axes } = spec as NodeSpec & { readonly axes?: number };
  return `${x} * ${weight}.reshape(${tuple(axes === undefined ? source : source.slice(-axes))})`;
};

const conv2d: PatternWriter = (x, spec, source, weight) => {
  const { groups, filters } = spec as NodeSpec & { readonly groups: number; readonly filters: number };
  const window = windowOf(spec as NodeSpec & WindowSpec, source, { filters, groups });
  const { kernel, stride, dilation, padding, channels } = window;
  const filter = `${weight}.reshape(${commas([filters, ...kernel, channels / groups])}).permute(0, 3, 1, 2)`;
  const settings = `stride=${tuple(stride)}, dilation=${tuple(dilation)}, groups=${groups}`;
  return `last(F.conv2d(${padded(imageOf(x, window), padding)}, ${filter}, ${settings}))`;
};

const local2d: PatternWriter = (x, spec, source, weight) => {
  const { filters } = spec as NodeSpec & { readonly filters: number };
  const window = windowOf(spec as NodeSpec & WindowSpec, source, { filters, groups: 1 });
  const { kernel, stride, dilation, padding, channels } = window;
  const settings = [tuple(kernel), `stride=${tuple(stride)}`, `dilation=${tuple(dilation)}`].join(', ');
  const image = padded(imageOf(x, window), padding);
  return `local(${image}, ${weight}, ${filters}, ${channels}, ${settings})`;
};

const sparse: PatternWriter = (x, spec, source, weight) => {
  const { units } = spec as NodeSpec & { readonly units: number };
  const { starts, pres } = drawn(spec as NodeSpec & Connect, sizeOf(source), units);
  const counts = [...starts.subarray(1)].map((end, unit) => end - starts[unit]);
  return `some(${whole(x, source)}, ${weight}, [${commas([...pres])}], [${commas(counts)}])`;
};

const along =
  (name: 'sum' | 'mean'): PatternWriter =>
  (x, spec, source) =>
    `${x}.${name}(${tuple(axesOf(spec, source).map((axis) => axis + 1))}, keepdim=True)`;

/** By pattern. */
export const patternWriters: Readonly<Record<string, PatternWriter>> = {
  ...{ dense, linear, scale, conv2d, local2d, sparse },
  oneToOne: (x) => x,
  meanPool2d: (x, spec, source) => meanOver(x, spec, source),
  sum: along('sum'),
  mean: along('mean'),
  causal: (x, _, source) => `${x} * ${keptBelow(x, source)}`,
};

/** Helpers of a program that has weights in our order. */
export const weightHelpers = `class Weights(nn.Module):
    """Numbers in the order of parameters.safetensors."""

    def __init__(self, weight, bias):
        super().__init__()
        self.weight = None if weight is None else nn.Parameter(torch.zeros(weight))
        self.bias = None if bias is None else nn.Parameter(torch.zeros(bias))


def local(image, weight, filters, channels, kernel, stride, dilation):
    """A convolution whose weights are others at every place."""
    seen = F.unfold(image, kernel, dilation=dilation, stride=stride)
    places, each = seen.shape[2], seen.shape[1] // channels
    seen = seen.reshape(-1, channels, each, places)
    return torch.einsum("bcep,pfec->bpf", seen, weight.reshape(places, filters, each, channels))


def some(x, weight, pres, counts):
    """Synapses one by one: from whom, and how many end at each unit."""
    counts = torch.tensor(counts, device=x.device)
    ends = torch.repeat_interleave(torch.arange(len(counts), device=x.device), counts)
    brought = x[:, torch.tensor(pres, device=x.device)] * weight
    return torch.zeros(x.shape[0], len(counts), dtype=x.dtype, device=x.device).index_add(1, ends, brought)

`.split('\n');
