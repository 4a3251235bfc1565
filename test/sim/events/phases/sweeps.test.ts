import { expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { ar } from '../../../../src/rules/ar.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { phased } from '../../../../src/sim/phased.js';
import { grains, sceneOf, scenes } from './surroundings.js';

// Neurons that become ready in another order than that of their places say what is theirs all the same.
it.each(scenes)('a sweep comes to the same over synapses that each have a delay of their own: %s', (name) => {
  const { network, nodes, batch } = sceneOf(name, 3);
  const parameters = initialParameters(network, 3);
  const rule = phased(ar);
  const wanted = new EventSimulator(network, parameters).predict(batch.inputs, rule);
  const delay = (post: number, pre: number) => 0.1 * (1 + ((pre * 3 + post * 5) % 7));
  const delays = Object.fromEntries(nodes.map((node) => [node, delay]));
  for (const grain of grains)
    expect(new EventSimulator(network, parameters, { grain, delays }).predict(batch.inputs, rule)).toEqual(
      wanted,
    );
});
