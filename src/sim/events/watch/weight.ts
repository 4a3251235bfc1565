import { filter, map } from 'rxjs';
import type { Quantity } from './probe.js';

/** The weight of a synapse on the way up. It changes when its neuron tells it to update. */
export const weight: Quantity = {
  name: 'weight',
  of: 'synapses: NAME.weight',
  probe: (selected) => {
    if (!('synapses' in selected)) return undefined;
    const { address, synapses, i, post } = selected;
    const changes = post.teaching.pipe(
      filter(({ kind }) => kind === 'update'),
      map(({ time }) => ({ time, value: synapses.weight(i) })),
    );
    return { address, at: () => synapses.weight(i), changes };
  },
};
