import { cifar100Set } from './cifar-100-set.js';

/** Colour photographs of a hundred kinds of things (Krizhevsky 2009). */
export const cifar100 = cifar100Set('photographs of a hundred kinds of things', 1, 100);
