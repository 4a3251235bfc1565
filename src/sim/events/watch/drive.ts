import { InputActor } from '../../../neurons/input-actor.js';
import type { Quantity } from './probe.js';

/** What draws a neuron's activity, in dx/dt = -x + drive: what comes from above, and its own error; see `driveAt`. */
export const drive: Quantity = {
  name: 'drive',
  of: 'neurons',
  probe: (selected) => {
    if (!('neuron' in selected) || selected.neuron instanceof InputActor) return undefined;
    const { address, neuron } = selected;
    return { address, at: (time) => neuron.driveAt(time), changes: neuron.drives };
  },
};
