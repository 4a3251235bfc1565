// Training by activities at rest, batch 16. Arguments: whose network (`dense` or `cnn`), who (`arbor`: the event engine; `bare`).
import { z } from 'zod';
import { EventSimulator, initialParameters, layOut, relaxationOf, rules } from '../../src/index.js';
import { countsOf } from '../../src/network/depth.js';
import { serve, timed } from '../children/serve.js';
import { BareTraining } from './bare-training.js';
import { networks } from './network.js';
import { randomSamples } from './samples.js';

const batchSize = 16;
const learningRate = 1e-4;
const [name, who] = z
  .tuple([z.enum(['dense', 'cnn']), z.enum(['arbor', 'bare'])])
  .parse(process.argv.slice(2));
const network = networks[name]();
const parameters = initialParameters(network, 1);
const { batch } = randomSamples(network, batchSize);

function trainer(): () => void {
  if (who === 'bare') {
    const program = new BareTraining(network, parameters);
    return () => program.train(batch, learningRate);
  }
  const simulator = new EventSimulator(network, parameters, { grain: who });
  const presentation = { rule: rules.ar, relaxation: relaxationOf({ solver: 'equilibrium' }), learningRate };
  return () => void simulator.train(batch, presentation);
}

const synapses = layOut(network).nodes.reduce((sum, node) => sum + countsOf(node).synapses, 0);
serve({ train: timed(trainer()) }, { batchSize, synapses });
