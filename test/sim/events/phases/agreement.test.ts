import { expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { chain, example, tangle } from '../../../reference/index.js';
import { exact } from '../../batched/phases/exact.js';
import { type Problem, problemOf } from '../../batched/problem.js';
import { adapts, settings } from './settings.js';
import { expectNear, first, told } from './told-alike.js';

const networks: readonly (readonly [string, Problem])[] = [
  ['a chain', problemOf(example(chain('tanh', 'mse')))],
  ['a graph', problemOf(example(tangle('sigmoid', 'cross-entropy')))],
];

it.each(networks)(
  'agrees with whole layers under every rule, both grains to the bit: %s',
  (_, { network, batch: all }) => {
    for (const rule of settings) {
      const batch = adapts(rule) ? first(all) : all;
      const parameters = initialParameters(network, 3, pathwayOf(rule));
      const [arbor, synapse] = (['arbor', 'synapse'] as const).map((grain) =>
        told(new EventSimulator(network, parameters, { grain }), batch, rule),
      );
      expect(arbor, rule.name).toEqual(synapse);
      expectNear(arbor, told(new BatchedSimulator(network, parameters, exact), batch, rule), rule.name);
    }
  },
);
