import type { Values } from '../../network/parameters.js';
import type { Activities } from '../../sim/simulator.js';

/** What a network answers to inputs. */
export interface Predictions {
  readonly samples: number;
  /** Of each output node, [samples, units]; where targets were scaled, in the units of the data. */
  readonly outputs: Activities;
  /** What the numbers of an output are called: classes or targets; none, if they have no names. */
  readonly names?: readonly string[];
  /** Of the first output, where its outputs are log odds: [samples, classes]. */
  readonly probabilities?: Values;
  /** The class that the first output takes each sample for. */
  readonly classes?: Uint32Array;
  /** Of every node, [samples, units], where they were asked for. */
  readonly activities?: Activities;
}

/** A kind of file that predictions are written to. */
export interface PredictionFormat {
  /** What help calls it. */
  readonly about: string;
  /** Why some predictions have no place in it; undefined where they have. */
  refusal?(predictions: Pick<Predictions, 'activities' | 'outputs'>): string | undefined;
  encode(predictions: Predictions): string | Uint8Array;
}

/** A number as text: as many digits as its precision has. */
export const asNumber = (value: number, { data }: Values): number =>
  data instanceof Float32Array ? Number(value.toPrecision(9)) : value;

/** The numbers of a row. */
export function rowOf(values: Values, row: number): number[] {
  const [, units] = values.shape;
  return Array.from(values.data.subarray(row * units, (row + 1) * units), (value) => asNumber(value, values));
}
