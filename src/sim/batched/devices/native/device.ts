import { perFilter, unitsIn, unitsOut } from '../../../../math/window.js';
import type { Device } from '../../device.js';
import { axes, filled, scalar } from '../constants.js';
import { pick } from '../grouped.js';
import { plain } from '../plain.js';
import { freeAll, scoped, tensorsIn } from '../scopes.js';
import { again } from './again.js';
import { convolve, convolveBack, convolveProducts } from './convolution.js';
import { allOf, type Native, ownOf, tensor } from './deferred.js';
import { difference, product, scaled, signalTimes, through, total } from './factors.js';
import { maxOver, sumOver, winners } from './grouped.js';
import { gathered, operation, reduced } from './operation.js';
import { inScope, readLater } from './session/install.js';
import { Slope } from './slope.js';

/** What may be put off until it is asked for. */
const deferring: DeferredOperations = {
  add: (a, b) => total([a, b]),
  sub: (a, b) => difference(a, b),
  sum: (parts) => (parts.length === 1 ? parts[0] : total(parts)),
  mul: (a, b) => signalTimes(a, b),
  affine: (a, factor, offset) =>
    offset === 0 ? scaled(a, factor) : operation('AddV2', tensor(scaled(a, factor)), scalar(offset)),
  ones: (a) => new Slope(tensor(a), 'constant'),
  step: (a) => new Slope(tensor(a), (signal, of) => operation('ReluGrad', signal, of)),
  tanhSlope: (y) => new Slope(tensor(y), (signal, of) => operation('TanhGrad', of, signal)),
  sigmoidSlope: (y) => new Slope(tensor(y), (signal, of) => operation('SigmoidGrad', of, signal)),
  matMul: (a, b) => product(a, b, false, false),
  matMulTransposed: (a, b) => product(a, b, false, true),
  transposedMatMul: (a, b) => product(a, b, true, false),
  convolve: (a, filters, window) =>
    through(a, filters, a.shape[0]! * unitsOut(window), (x, by) => convolve(x, by, window)),
  convolveBack: (a, filters, window) =>
    through(a, filters, a.shape[0]! * unitsIn(window), (y, by) => convolveBack(y, by, window)),
  convolveProducts: (a, b, window) =>
    through(a, b, window.filters * perFilter(window), (x, y) => convolveProducts(x, y, window)),
};

type DeferredOperations = Pick<Device<Native>, (typeof deferredNames)[number]>;
const deferredNames = [
  ...(['add', 'sub', 'sum', 'mul', 'affine', 'ones', 'step', 'tanhSlope', 'sigmoidSlope'] as const),
  ...(['matMul', 'matMulTransposed', 'transposedMatMul'] as const),
  ...(['convolve', 'convolveBack', 'convolveProducts'] as const),
] as const;

const atOnce: Omit<Device<Native>, keyof DeferredOperations | 'deferring'> = {
  div: (a, b) => operation('RealDiv', tensor(a), tensor(b)),
  sqrt: (a) => operation('Sqrt', tensor(a)),
  clip: (a, low, high) => operation('ClipByValue', tensor(a), scalar(low), scalar(high)),
  exp: (a) => operation('Exp', tensor(a)),
  relu: (a) => operation('Relu', tensor(a)),
  tanh: (a) => operation('Tanh', tensor(a)),
  sigmoid: (a) => operation('Sigmoid', tensor(a)),
  softplus: (a) => operation('Softplus', tensor(a)),

  transpose: (a) => plain.transpose(tensor(a)),
  concat: (parts) => (parts.length === 1 ? parts[0] : plain.concat(parts.map(tensor))),
  rows: (a, from, count) => plain.rows(tensor(a), from, count),
  columns: (a, from, count) => plain.columns(tensor(a), from, count),
  // The gradient of a bias is the sum over the batch, and takes no list of axes.
  sumRows: (a) => operation('BiasAddGrad', tensor(a)),
  sumColumns: (a) => reduced('Sum', tensor(a), axes(1)),
  addRow: (a, row) => operation('BiasAdd', tensor(a), tensor(row)),
  row: (values) => plain.row(values),
  reshape: (a, columns) => plain.reshape(tensor(a), columns),
  pick: (a, columns) => pick(tensor(a), columns, gathered),
  sumOver: (a, grouping) => sumOver(tensor(a), grouping),
  spreadOver: (a, grouping, times) => plain.spreadOver(tensor(a), grouping, times && tensor(times)),
  maxOver: (a, grouping) => maxOver(tensor(a), grouping),
  winners: (a, grouping) => winners(tensor(a), grouping),
  logSumExp: (a) => {
    const x = tensor(a);
    const largest = reduced('Max', x, axes(1));
    const sum = reduced('Sum', operation('Exp', operation('Sub', x, largest)), axes(1));
    return operation('AddV2', operation('Log', sum), largest);
  },

  upload: plain.upload,
  filled,
  read: (a) => readLater(tensor(a)),
  settled: () => undefined,
  shape: ({ shape }) => shape,
  scope: (work) => inScope(() => scoped(work, allOf)),
  again,
  free: (all) => freeAll(tensorsIn(all, ownOf)),
  live: plain.live,
};

/** What is put off, done at once. */
const undeferred = Object.fromEntries(
  deferredNames.map((name) => {
    const operate = deferring[name] as (...args: readonly unknown[]) => Native;
    return [name, (...args: readonly unknown[]) => tensor(operate(...args))];
  }),
) as unknown as DeferredOperations;

/**
 * The device for tfjs-node. A call of TensorFlow has a price whatever its size, so everything is as few calls as it can be:
 * products turn their factors by a flag, nothing is uploaded twice, and for who lets it, slopes and numbers are multiplied
 * by where they are needed.
 */
export const native: Device<Native> = {
  ...atOnce,
  ...undeferred,
  deferring: { ...atOnce, ...deferring },
};
