import { at, keptBelow, type Writer } from '../writer.js';

/** 0 where axis 1 is beyond axis 0. */
export const causal: Writer = (_, { from: [parent] }, { shapes }) => ({
  value: `${at(parent)} * ${keptBelow(at(parent), shapes[parent])}`,
});
