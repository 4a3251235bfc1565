import { at, hasBias, moduleOf, truth, type Writer } from '../writer.js';

/** Linear, along the last axis. */
export const linear: Writer = (node, { from, share = node }, around) => {
  const [units, ins] = around.parameters[`${share}.weight`];
  return {
    ...(share === node && { module: `nn.Linear(${ins}, ${units}, bias=${truth(hasBias(around, node))})` }),
    value: `${moduleOf(share)}(${at(from[0])})`,
  };
};
