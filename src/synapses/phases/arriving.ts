import { eachEntry, lengthOf } from '../../math/alike-rows.js';
import type { Projection } from './projection.js';

/** Messages of some speakers have arrived over their synapses. */
export function arrivedFrom({ to: { arrivals, size }, pattern }: Projection, speakers: Int32Array): void {
  if (!pattern) {
    arrivals.arriveAtAll(speakers.length);
    return;
  }
  if (arrivals.idle) return;
  if (speakers.length === pattern.pres) {
    const { rows, posts } = pattern;
    for (let post = 0; post < posts; post++) {
      const many = lengthOf(rows, post);
      if (many > 0) arrivals.arrive(post % size, many);
    }
    return;
  }
  const { rows } = pattern.turned;
  for (let i = 0; i < speakers.length; i++)
    eachEntry(rows, speakers[i], (post) => arrivals.arrive(post % size, 1));
}

/** It has arrived where values of some speakers will be. @param firsts so many of them, from the first on, are waited for */
export function foretoldBy(
  { to: { turns, size }, path, pattern }: Projection,
  keys: readonly number[],
  speakers: Int32Array,
  firsts: number,
): void {
  if (!turns) return;
  if (!pattern) {
    turns.hear(firsts, path, keys);
    return;
  }
  const { rows } = pattern.turned;
  for (let i = 0; i < speakers.length; i++)
    eachEntry(rows, speakers[i], (post) => turns.hearAt(post % size, i < firsts ? 1 : 0, path, keys));
}
