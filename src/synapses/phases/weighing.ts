import type { Block } from '../../math/block.js';
import { addBlockColumns, addBlockRows } from '../../math/blocks.js';
import { addListRows, listRowSum } from '../../math/lists.js';
import type { BlockProjection, ListProjection, Projection } from './projection.js';

/** How the synapses of a projection weigh what axons have said, each the same to all of its synapses. */
export interface Weighing {
  /** Adds to the sum of each neuron what its synapses bring, in their order. */
  addTo(weights: Float64Array, said: Float64Array, sums: Float64Array): void;
  /** What they bring to one neuron. */
  at(weights: Float64Array, said: Float64Array, unit: number): number;
}

export const weighingOf = (projection: Projection): Weighing =>
  projection.pattern ? ofList(projection) : ofBlock(projection);

function ofBlock({ offset, toStride, fromStride }: BlockProjection): Weighing {
  const byRow = fromStride === 1;
  // Where the weights stand, row by row: those of a neuron, or of an axon.
  const block: Block = { offset, stride: byRow ? toStride : fromStride };
  return {
    addTo: (weights, said, sums) => {
      if (byRow) addBlockRows(weights, block, said, sums);
      else addBlockColumns(weights, block, said, sums);
    },
    at: (weights, said, unit) => {
      let sum = 0;
      for (let pre = 0, k = offset + unit * toStride; pre < said.length; pre++, k += fromStride)
        sum += weights[k] * said[pre];
      return sum;
    },
  };
}

const ofList = ({ pattern: { rows } }: ListProjection): Weighing => ({
  addTo: (weights, said, sums) => addListRows(weights, rows, said, sums),
  at: (weights, said, unit) => listRowSum(weights, rows, said, unit),
});
