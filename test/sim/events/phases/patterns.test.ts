import { expect, it } from 'vitest';
import { randomBatch } from '../../../../src/lab/agreement.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { graphs } from '../../../graphs/networks.js';
import { exact } from '../../batched/phases/exact.js';
import { relaxing, withBiases } from './patterned.js';
import { adapts, settings } from './settings.js';
import { allFinite, expectNear, first, told } from './told-alike.js';

// Nodes with projections of their own are tried in test/graphs/projections.test.ts.
const described = Object.entries(graphs).filter(([name]) => !name.startsWith('projections'));
const networks = described.flatMap(([name, description]) => [
  [name, parseNetwork(description)] as const,
  [`${name}; all take time`, relaxing(description)] as const,
]);

it.each(networks)(
  'agrees with whole layers under every rule, both grains to the bit: %s',
  (name, network) => {
    const crossEntropy = Object.values(network.outputs).some(({ loss }) => loss !== 'mse');
    // Of what is built of many nodes, some.
    const some = name.startsWith('built') ? settings.filter((_, i) => i % 4 === 0) : settings;
    for (const rule of some) {
      if (crossEntropy && ['pc', 'ep', 'chl'].includes(rule.rule.name)) continue;
      const all = randomBatch(network, 2, 5);
      const batch = adapts(rule) ? first(all) : all;
      const parameters = withBiases(initialParameters(network, 3, pathwayOf(rule)));
      const [arbor, synapse] = (['arbor', 'synapse'] as const).map((grain) =>
        told(new EventSimulator(network, parameters, { grain }), batch, rule),
      );
      expect(arbor, rule.name).toEqual(synapse);
      // Beyond a singularity it matters in which order infinities are added up.
      if (!allFinite(arbor)) continue;
      expectNear(arbor, told(new BatchedSimulator(network, parameters, exact), batch, rule), rule.name);
    }
  },
);
