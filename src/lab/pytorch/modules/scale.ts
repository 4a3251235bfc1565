import type { Module } from '../surroundings.js';
import { together } from '../translation.js';
import { same } from './same.js';

/** LayerNorm's weight and bias, along the last axis. */
export const scale: Module = (node, { parameters, shapes }) => {
  const name = `${node}.weight`;
  const all = together(same(parameters, name, `${node}.bias`));
  const [width] = parameters[name];
  if (width === shapes[node].at(-1)) return all;
  const note = `${name}: left as it is, [${width}]; LayerNorm has one axis for each that it normalises`;
  return { ...all, notes: [note] };
};
