import { adding } from '../registry.js';
import type { Activation } from './activation.js';
import { linear } from './activations/linear.js';
import { relu } from './activations/relu.js';
import { sigmoid } from './activations/sigmoid.js';
import { softplus } from './activations/softplus.js';
import { tanh } from './activations/tanh.js';

/** Every activation function by the name a network description uses. A new one: one file, one line here. */
export const activations = { linear, relu, tanh, sigmoid, softplus } as const;

/** Adds an activation function at run time. @throws {InputError} */
export const addActivation = adding<Activation>('activations', activations, {
  rate: 'function',
  slope: 'function',
  steepest: 'number',
});

/** The name of an activation function. */
export type ActivationName = keyof typeof activations;
