import { permutation, randomStream } from '../../math/random.js';
import type { Mover, Schedule } from '../schedule.js';

/** One neuron at a time, every one once in a step, in a random order that is new in every step. */
export const asynchronous: Schedule = {
  family: undefined,
  steps: (movers, seed) => {
    const stream = randomStream(seed, 'asynchronous');
    const units = movers.flatMap((mover) => unitsOf(mover));
    return () => Array.from(permutation(stream, units.length), (i) => units[i]);
  },
  needs: [],
};

const unitsOf = (mover: Mover) =>
  Array.from({ length: mover.size }, (_, unit) => ({ movers: [mover], unit }));
