import type { Device } from '../../sim/batched/device.js';
import type { Matrix } from '../measurements/matrix.js';
import { type Made, type Note, nothing, Origins, type Report } from './origins.js';
import { WatchedSynapses } from './watched-synapses.js';

const unary = [
  ...['ones', 'exp', 'relu', 'step', 'tanh', 'sigmoid', 'softplus'],
  ...['tanhSlope', 'sigmoidSlope', 'sqrt', 'sumRows'],
] as const;

/**
 * A device that takes down what whole layers read: it knows stimuli and targets by their data, of everything else how it was made,
 * and of synapses what they carry. Where values of two nodes are joined that no synapse brought together, it says so.
 * @param m what computes
 */
export function tracedDevice(
  m: Device<Matrix>,
  known: ReadonlyMap<ArrayLike<number>, Partial<Made>>,
  note: Note,
  report: Report,
): Device<Matrix> {
  const origins = new Origins();
  const synapses = new WatchedSynapses(origins, note, report);
  const of = (matrix: Matrix) => origins.of(matrix);
  const both = (result: Matrix, ...operands: readonly Matrix[]) =>
    origins.mark(result, synapses.inside ? nothing : origins.from(...operands));
  const seen: Note = (...what) => {
    if (!synapses.inside) note(...what);
  };
  /** Who computes one by one has values of one node alone. */
  const alone = (...operands: readonly Matrix[]): void => {
    if (synapses.inside) return;
    const nodes = new Set(operands.map((one) => of(one).node).filter((node) => node !== ''));
    if (nodes.size > 1) report(`${[...nodes].join(' and ')} are joined, and no synapse is in between`);
  };
  const pooled = (a: Matrix, reads: string) =>
    seen('output error', of(a).node, { reads, from: 'a sum over the whole layer', level: 4 });
  return {
    ...m,
    add: (a, b) => {
      alone(a, b);
      return both(m.add(a, b), a, b);
    },
    sum: (parts) => {
      alone(...parts);
      return both(m.sum(parts), ...parts);
    },
    sub: (a, b) => {
      alone(a, b);
      if (of(b).error && !of(a).error)
        seen('output error', of(a).node, { reads: 'target', from: 'the teacher', level: 0 });
      return both(m.sub(a, b), a, b);
    },
    mul: (a, b) => {
      alone(a, b);
      const slope = of(a).error ? b : a;
      if (of(a).error !== of(b).error && of(slope).node !== '')
        seen('error signal', of(slope).node, {
          ...{ reads: "f' of the forward sweep", from: 'kept since the forward sweep', level: 1 },
        });
      return both(m.mul(a, b), a, b);
    },
    div: (a, b) => {
      alone(a, b);
      return both(m.div(a, b), a, b);
    },
    ...Object.fromEntries(unary.map((name) => [name, (a: Matrix) => both(m[name](a), a)])),
    affine: (a, factor, offset) => both(m.affine(a, factor, offset), a),
    clip: (a, low, high) => both(m.clip(a, low, high), a),
    logSumExp: (a) => {
      pooled(a, 'pooled activities');
      return both(m.logSumExp(a), a);
    },
    sumColumns: (a) => {
      pooled(a, 'pooled targets');
      return origins.mark(m.sumColumns(a), { ...nothing, node: of(a).node });
    },
    upload: (values, shape) => origins.mark(m.upload(values, shape), { ...nothing, ...known.get(values) }),
    watcher: synapses,
  };
}
