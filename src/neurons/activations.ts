import { linear } from './activations/linear.js';
import { relu } from './activations/relu.js';
import { sigmoid } from './activations/sigmoid.js';
import { softplus } from './activations/softplus.js';
import { tanh } from './activations/tanh.js';

/** Every activation function by the name a network description uses. A new one: one file, one line here. */
export const activations = { linear, relu, tanh, sigmoid, softplus } as const;

/** The name of an activation function. */
export type ActivationName = keyof typeof activations;
