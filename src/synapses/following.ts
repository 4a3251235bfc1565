import { numbers } from '../math/numbers.js';
import type { TraceColumns } from '../messages/message.js';
import { type Optimiser, plainDescent } from './optimiser.js';

/** How weights follow what their synapses have added up, where more is made of it than a rate. */
export interface Following {
  readonly optimiser: Optimiser;
  readonly clip: number | undefined;
  readonly rate: number;
  /** Weight decay: decay * weight is in the gradient, after the clip; where it is decoupled, the weight shrinks by itself. */
  readonly decay: number;
  /** Gradients are sums over so many. */
  readonly samples: number;
  /** Which update it is, the first being 1. */
  readonly update: number;
}

/**
 * Weights from `from` up to `to` follow what was added up in their places.
 * @param traces of all the weights; columns that are not there begin at 0
 */
export function follow(
  following: Following,
  weights: Float64Array,
  sums: Float64Array,
  traces: TraceColumns,
  from = 0,
  to = weights.length,
): void {
  const { optimiser, clip, rate, decay, samples, update } = following;
  const { descend = plainDescent } = optimiser;
  const columns = optimiser.traces.map((name) => columnOf(traces, name, weights.length));
  const signals = { rate, update };
  const [inGradient, shrunk] = optimiser.decoupled ? [0, 1 - rate * decay] : [decay, 1];
  for (let k = from; k < to; k++) {
    const mean = sums[k] / samples;
    const clipped = clip === undefined ? mean : numbers.clip(mean, -clip, clip);
    const gradient = clipped + inGradient * weights[k];
    const own = columns.map((column) => column[k]);
    const made = descend<number>(numbers, gradient, own, signals);
    for (let i = 0; i < columns.length; i++) columns[i][k] = made.traces[i];
    weights[k] = shrunk * weights[k] - made.step;
  }
}

function columnOf(traces: TraceColumns, name: string, size: number): Float64Array {
  let column = traces.get(name);
  if (!column) {
    column = new Float64Array(size);
    traces.set(name, column);
  }
  return column;
}
