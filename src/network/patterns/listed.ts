import type { Tensors } from '../../math/arithmetic.js';
import type { SynapseList } from '../../synapses/synapse-block.js';
import type { Projection } from '../node-type.js';

/** Synapses one by one, each with a weight of its own, and where these stand in a matrix [posts, pres]. */
export interface Listed {
  readonly list: SynapseList;
  readonly posts: number;
  readonly pres: number;
  /** How many numbers the weight has. */
  readonly weights: number;
  /** Of each place of the matrix, row-major, which weight is there; -1 where none is. */
  readonly matrix: Int32Array;
  /** Of each weight, its place in the matrix; -1 of one that no synapse has. */
  readonly places: Int32Array;
}

export function listedOf(list: SynapseList, posts: number, pres: number, weights: number): Listed {
  const matrix = new Int32Array(posts * pres).fill(-1);
  const places = new Int32Array(weights).fill(-1);
  for (let post = 0; post < posts; post++)
    for (let k = list.starts[post]; k < list.starts[post + 1]; k++) {
      const place = post * pres + list.pres[k];
      matrix[place] = list.places[k];
      places[list.places[k]] = place;
    }
  return { list, posts, pres, weights, matrix, places };
}

/** Products with the whole matrix: as quick as dense, whatever is missing in it. Weights are [posts, ...] or [synapses]. */
export function listedProjection<T>(
  m: Tensors<T>,
  { matrix, places, pres, weights }: Listed,
  { weight, bias }: Readonly<Record<string, T>>,
  feedback: T = weight,
): Projection<T> {
  const whole = (numbers: T): T => m.reshape(m.pick(m.reshape(numbers, weights), matrix), pres);
  return {
    current: ([x]) => m.matMulTransposed(x, whole(weight)),
    withBias: (current) => (bias === undefined ? current : m.addRow(current, bias)),
    feedback: (_, message) => m.matMul(message, whole(feedback)),
    products: ([x], post) => {
      const all = m.reshape(m.transposedMatMul(post, x), matrix.length);
      const sums = { weight: m.sumRows(m.pick(all, places)) };
      return bias === undefined ? sums : { ...sums, bias: m.sumRows(post) };
    },
    turned: (product) => product,
  };
}
