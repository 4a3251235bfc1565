import { adding } from '../registry.js';
import type { Activation } from './activation.js';
import { abs } from './activations/abs.js';
import { exp } from './activations/exp.js';
import { gelu } from './activations/gelu.js';
import { linear } from './activations/linear.js';
import { reciprocal } from './activations/reciprocal.js';
import { relu } from './activations/relu.js';
import { rsqrt } from './activations/rsqrt.js';
import { sigmoid } from './activations/sigmoid.js';
import { silu } from './activations/silu.js';
import { softplus } from './activations/softplus.js';
import { square } from './activations/square.js';
import { tanh } from './activations/tanh.js';

/** Every activation function by the name a network description uses. A new one: one file, one line here. */
export const activations = {
  ...{ linear, relu, tanh, sigmoid, softplus },
  ...{ gelu, silu, exp, square, abs, reciprocal, rsqrt },
} as const;

/** Adds an activation function at run time. @throws {InputError} */
export const addActivation = adding<Activation>('activations', activations, {
  rate: 'function',
  slope: 'function',
  steepest: 'number',
});

/** The name of an activation function. */
export type ActivationName = keyof typeof activations;
