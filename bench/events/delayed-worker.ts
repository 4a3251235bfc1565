// Ten tau of a relaxation over wires with delays, once. Arguments: whose delays (`one` for all synapses, or each its `own`),
// how neurons speak (`sampled`, `threshold`), about how many feedback synapses; what else there is (`nothing`, `plasticity`, a
// recorder of `nodes`).
import { z } from 'zod';
import { EventSimulator, initialParameters, relaxationOf, rules } from '../../src/index.js';
import { buildDelays } from '../../src/sim/events/build/build-delays.js';
import { answer } from '../children/serve.js';
import { networkOfSize } from './network.js';
import { randomSamples } from './samples.js';

const [whose, how, size, beside = 'nothing'] = z
  .tuple([
    z.enum(['one', 'own']),
    z.enum(['sampled', 'threshold']),
    z.coerce.number(),
    z.enum(['nothing', 'plasticity', 'nodes']).optional(),
  ])
  .parse(process.argv.slice(2));

const network = networkOfSize(size);
const { batch } = randomSamples(network, 1);
const delay = whose === 'one' ? 1.3 : { distribution: 'uniform', from: 0.2, to: 5.2 };
const delays = Object.fromEntries(Object.keys(network.nodes).map((node) => [node, delay]));
const simulator = new EventSimulator(network, initialParameters(network, 1), {
  delays: buildDelays(network, delays),
  grain: 'arbor',
});
const relaxation = relaxationOf(
  how === 'sampled'
    ? { solver: 'euler', steps: 100, stepSize: 0.1 }
    : { messages: 'threshold', quantum: 0.1, duration: 10 },
);

if (beside === 'nodes')
  simulator.watch('activity', Object.keys(network.nodes), { every: 0.1 }).seen.subscribe(() => {});

answer(() => {
  const given = { rule: rules.ar, relaxation };
  const start = performance.now();
  const { energy } =
    beside === 'plasticity'
      ? simulator.train(batch, { ...given, learningRate: 0.01 })
      : simulator.relax(batch, given);
  const seconds = (performance.now() - start) / 1000;
  const { down, up } = energy!.operations;
  return { seconds, arrivals: down + up, megabytes: process.resourceUsage().maxRSS / 1024 };
});
