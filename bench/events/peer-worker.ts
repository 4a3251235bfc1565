// Relaxations that peers are compared with. Arguments: grain; how neurons speak (`sampled`, `threshold`); about how many
// feedback synapses, or `paper` for the paper's network; whose delays (`none`, or each synapse its `own`). Asked for a problem,
// it gives the first sample's and what 100 steps make of it.
import { z } from 'zod';
import { EventSimulator, grains, initialParameters, relaxationOf, rules } from '../../src/index.js';
import { buildDelays } from '../../src/sim/events/build/build-delays.js';
import type { GrainName } from '../../src/synapses/grains.js';
import { serve, timed } from '../children/serve.js';
import { networkOfSize, paper } from './network.js';
import { relaxationProblem, stepSize, steps } from './peer-problem.js';
import { problemSchema } from './peer-relaxations.js';
import { imageSamples, randomSamples } from './samples.js';

const [grain, how, size, whose] = z
  .tuple([
    z.enum(Object.keys(grains) as GrainName[]),
    z.enum(['sampled', 'threshold']),
    z.string(),
    z.enum(['none', 'own']),
  ])
  .parse(process.argv.slice(2));

const network = size === 'paper' ? paper() : networkOfSize(Number(size));
const { batch } = size === 'paper' ? await imageSamples(network, 1) : randomSamples(network, 1);
// As in delayed-worker.ts.
const uniform = { distribution: 'uniform', from: 0.2, to: 5.2 } as const;
const specs = Object.fromEntries(Object.keys(network.nodes).map((node) => [node, uniform]));
const delays = whose === 'own' ? buildDelays(network, specs) : {};
const simulator = new EventSimulator(network, initialParameters(network, 1), { delays, grain });
const sampled = relaxationOf({ solver: 'euler', steps, stepSize });
const relaxation =
  how === 'sampled'
    ? sampled
    : relaxationOf({ messages: 'threshold', quantum: 0.1, duration: steps * stepSize });

serve(
  { relax: timed(() => simulator.relax(batch, { rule: rules.ar, relaxation })) },
  { synapses: size },
  (request) => {
    if (!problemSchema.safeParse(request).success) return undefined;
    const relaxed = simulator.relax(batch, { rule: rules.ar, relaxation: sampled });
    const { problem, answer } = relaxationProblem(network, batch, relaxed, delays);
    return { problem, answers: { sampled: answer } };
  },
);
