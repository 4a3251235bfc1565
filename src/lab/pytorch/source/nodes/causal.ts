import { at, commas, type Writer } from '../writer.js';

/** 0 where axis 1 is beyond axis 0. */
export const causal: Writer = (_, { from: [parent] }, { shapes }) => {
  const [now, then, ...rest] = shapes[parent];
  const kept = `torch.ones(${now}, ${then}).tril().reshape(${commas([now, then, ...rest.map(() => 1)])})`;
  return { value: `${at(parent)} * ${kept}.to(${at(parent)})` };
};
