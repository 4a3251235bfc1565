import type { Values } from '../../../network/parameters.js';
import { type Shape, sizeOf } from '../../../network/shapes.js';
import { type Module, partOf } from '../surroundings.js';
import { blank, moved, type Named, type Translation, together } from '../translation.js';

/** LSTM of one layer and direction: gates are in the same order; there are two biases, whose sum is the one that we have. */
export const lstm: Module = (node, around) => {
  const ih = `${node}.ih.0`;
  const hh = `${node}.hh.1`;
  const weight = partOf(around, node, `${ih}.weight`);
  const rows = weight[0];
  const bias = { name: `${ih}.bias`, shape: partOf(around, node, `${ih}.bias`, [rows]) };
  const recurrent = [rows, rows / 4];
  const own = { name: `${hh}.weight`, shape: recurrent };
  const theirs = { name: `${node}.weight_hh_l0`, shape: recurrent };
  const later = Object.hasOwn(around.network.nodes, hh);
  if (later) partOf(around, node, own.name, recurrent);
  return together([
    moved({ name: `${ih}.weight`, shape: weight }, { name: `${node}.weight_ih_l0`, shape: weight }),
    later ? moved(own, theirs) : unused(theirs, bias),
    summed(bias, [`${node}.bias_ih_l0`, `${node}.bias_hh_l0`]),
  ]);
};

/** A tensor that is only there: of one step nothing comes before. */
const unused = ({ name, shape }: Named, like: Named): Translation => ({
  ours: {},
  theirs: { [name]: shape },
  notes: [`${name}: 0 in PyTorch's file, and not in ours: there is one step, and nothing before it`],
  toPyTorch: (values) => ({ [name]: zeros(shape, [values[like.name]]) }),
  fromPyTorch: () => ({}),
});

const zeros = (shape: Shape, like: readonly Values[]) => ({
  shape,
  data: blank(like, sizeOf(shape)),
});

/** All of it in the first there, and the sum of both here. */
const summed = ({ name, shape }: Named, [first, second]: readonly [string, string]): Translation => ({
  ours: { [name]: shape },
  theirs: { [first]: shape, [second]: shape },
  notes: [],
  toPyTorch: ({ [name]: bias }) => ({
    [first]: { shape, data: bias.data.slice() },
    [second]: zeros(shape, [bias]),
  }),
  fromPyTorch: ({ [first]: a, [second]: b }) => {
    const data = blank([a, b], a.data.length);
    for (const [k, value] of a.data.entries()) data[k] = value + b.data[k];
    return { [name]: { shape, data } };
  },
});
