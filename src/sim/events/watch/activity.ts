import { InputActor } from '../../../neurons/input-actor.js';
import type { Quantity } from './probe.js';

/**
 * x of a neuron, or what an input was given. Of a neuron that moves by itself between messages (trajectories, thresholds) it
 * is what its course says at that time.
 */
export const activity: Quantity = {
  name: 'activity',
  of: 'neurons and inputs',
  probe: (selected) => {
    if (!('neuron' in selected)) return undefined;
    const { address, neuron } = selected;
    if (neuron instanceof InputActor) return { address, at: () => neuron.activity, changes: neuron.messages };
    return { address, at: (time) => neuron.activityAt(time), changes: neuron.activities };
  },
};
