import { cifar100Set } from './cifar-100-set.js';

/** The photographs of CIFAR-100 by the twenty superclasses of their things. */
export const cifar100Coarse = cifar100Set('cifar-100 by its twenty superclasses', 0, 20);
