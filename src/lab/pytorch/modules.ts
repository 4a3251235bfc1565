import { attention } from './modules/attention.js';
import { conv2d } from './modules/conv2d.js';
import { dense } from './modules/dense.js';
import { gru } from './modules/gru.js';
import { linear } from './modules/linear.js';
import { lstm } from './modules/lstm.js';
import { scale } from './modules/scale.js';
import type { Module } from './surroundings.js';

/** Modules that stand for all that a builder makes, by its name. A new one: one file, one line here. */
export const builtModules: Readonly<Record<string, Module>> = { attention, lstm, gru };

/** Modules that stand for one node, by its type. A new one: one file, one line here. */
export const nodeModules: Readonly<Record<string, Module>> = { conv2d, dense, linear, scale };
