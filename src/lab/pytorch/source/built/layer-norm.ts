import { at, type BuiltWriter, moduleOf } from '../writer.js';

/** LayerNorm along the last axis. */
export const layerNorm: BuiltWriter = ({ network, parameters }, node) => {
  const { offset: epsilon } = network.nodes[`${node}.inverse`] as unknown as { readonly offset: number };
  const [x] = network.nodes[`${node}.mean`].from;
  const [width] = parameters[`${node}.weight`];
  return {
    ...{ x, spec: { epsilon } },
    module: `nn.LayerNorm(${width}, eps=${epsilon})`,
    value: `${moduleOf(node)}(${at(x)})`,
  };
};
