import type { Module } from '../surroundings.js';
import { together } from '../translation.js';
import { same } from './same.js';

/** Linear. */
export const linear: Module = (node, { parameters }) =>
  together(same(parameters, `${node}.weight`, `${node}.bias`));
