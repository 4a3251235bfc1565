import type { ViewSpec } from '../../../../network/view.js';
import { at, type BuiltWriter, moduleOf, truth } from '../writer.js';

/** MultiheadAttention of a sequence to itself. */
export const attention: BuiltWriter = ({ network, parameters, shapes }, node) => {
  const [width] = parameters[`${node}.weight`];
  const { shape } = network.views![`${node}.queries`] as ViewSpec & { readonly shape: readonly number[] };
  const heads = shape[shape.length - 2];
  const [x] = network.nodes[`${node}.query`].from;
  const causal = Object.hasOwn(network.nodes, `${node}.masked`);
  const [tokens] = shapes[x];
  return {
    ...{ x, spec: { width, heads, causal } },
    module: `nn.MultiheadAttention(${width}, ${heads}, batch_first=True)`,
    value: `attend(${moduleOf(node)}, ${at(x)}, ${tokens}, ${truth(causal)})`,
  };
};
