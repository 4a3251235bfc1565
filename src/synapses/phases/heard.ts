import type { Voice } from '../../neurons/phases/voice.js';

/** What a synapse last heard, as terms read it: moved from synapse to synapse. */
export interface Heard {
  unit: number;
  readonly values: Readonly<Record<string, number>>;
}

/** A view of what a population last said on a path. */
export function heardFrom({ keys, said }: Voice): Heard {
  const heard = { unit: 0 };
  const values = {};
  for (const [k, key] of keys.entries()) {
    const column = said[k];
    Object.defineProperty(values, key, { get: () => column[heard.unit] });
  }
  return Object.assign(heard, { values });
}
