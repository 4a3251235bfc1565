// Training of the paper's network by the event engine, batch 64. Argument: grain.

import { choose } from '../../src/errors.js';
import { EventSimulator, initialParameters, relaxationOf, rules } from '../../src/index.js';
import { type GrainName, grains } from '../../src/synapses/grains.js';
import { serve, timed } from '../children/serve.js';
import { paper } from './network.js';
import { imageSamples } from './samples.js';

const batchSize = 64;
const grain = process.argv[2] as GrainName;
choose('training-worker.grain', grains, grain);
const network = paper();
const { batch, text } = await imageSamples(network, batchSize);
const simulator = new EventSimulator(network, initialParameters(network, 1), { grain });
const presentation = { rule: rules.ar, relaxation: relaxationOf({ duration: 10 }), learningRate: 1e-3 };
serve({ train: timed(() => simulator.train(batch, presentation)) }, { batchSize, images: text });
