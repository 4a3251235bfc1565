import { type Batch, type Delays, initialParameters, type Network, type Relaxed } from '../../src/index.js';
import { type SentArray, sent } from '../peers/exchange.js';

/** Steps that a relaxation is compared over, and their size in tau. */
export const steps = 100;
export const stepSize = 0.1;

/** The relaxation of a chain, as simulators of rate neurons get it: layers from the first hidden one to the output. */
export interface RelaxationProblem {
  readonly steps: number;
  readonly stepSize: number;
  /** Activities that the layers begin with; the last one is held. */
  readonly start: readonly SentArray[];
  readonly slope: readonly SentArray[];
  /** Of the feedback from each layer but the first to the one below, [upper, lower]. */
  readonly weights: readonly SentArray[];
  /** By how many steps it is late, the same shapes; none where nothing is late. */
  readonly late: readonly SentArray[];
}

/**
 * A problem of the first sample of a batch, in float64.
 * @param network a chain of dense relu layers with a linear output
 * @param relaxed what came of it here: begin and end are taken from it
 */
export function relaxationProblem(
  network: Network,
  batch: Batch,
  { forward, activity }: Relaxed,
  delays: Delays = {},
): { problem: RelaxationProblem; answer: SentArray[] } {
  const names = Object.keys(network.nodes);
  const parameters = initialParameters(network, 1);
  const first = ({ data }: { data: ArrayLike<number> }) =>
    Float64Array.from({ length: data.length / batch.size }, (_, i) => data[i]);
  const row = (data: Float64Array) => sent({ shape: [data.length], data });
  const [top] = names.slice(-1);
  const start = names.map((name) => first(name === top ? activity[name] : forward[name]));
  const slope = names.map((name) => first(forward[name]).map((x) => (name === top || x > 0 ? 1 : 0)));
  const upper = names.slice(1);
  return {
    problem: {
      ...{ steps, stepSize, start: start.map(row), slope: slope.map(row) },
      weights: upper.map((name) => {
        const { shape, data } = parameters[`${name}.weight`];
        return sent({ shape, data: Float64Array.from(data) });
      }),
      late: upper.flatMap((name) => lateness(delays[name], parameters[`${name}.weight`].shape)),
    },
    answer: names.slice(0, -1).map((name) => row(first(activity[name]))),
  };
}

/** Whole steps after which a message counts: the first tick at or after its arrival. */
function lateness(delay: Delays[string] | undefined, shape: readonly number[]): SentArray[] {
  if (delay === undefined) return [];
  const [posts, pres] = shape;
  const delayOf = typeof delay === 'number' ? () => delay : delay;
  const data = Int32Array.from({ length: posts * pres }, (_, i) =>
    // A quotient within rounding of a whole number is that number, as in the engine.
    Math.ceil(delayOf(Math.floor(i / pres), i % pres, 0) / stepSize - 1e-9),
  );
  return [sent({ shape, data })];
}
