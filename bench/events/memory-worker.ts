// Memory of an event simulator, in a fresh process with --expose-gc. Argument: grain.
import { setImmediate } from 'node:timers/promises';
import { choose, fail } from '../../src/errors.js';
import {
  EventSimulator,
  initialParameters,
  layOut,
  type Network,
  relaxationOf,
  rules,
} from '../../src/index.js';
import type { GrainName } from '../../src/synapses/grains.js';
import { grains } from '../../src/synapses/grains.js';
import { answer } from '../children/serve.js';
import { synapses } from './messages.js';
import { paper } from './network.js';
import { imageSamples, type Samples } from './samples.js';

const grain = process.argv[2] as GrainName;
choose('memory-worker.grain', grains, grain);

const network = paper();
const samples = await imageSamples(network, 1);
// One like it first, and for a while: what the code itself takes is there before we look.
const first = trained(network, samples);
for (let i = 0; i < 10; i++) trained(network, samples).dispose();
const before = await memory();
const simulator = trained(network, samples);
const bytes = (await memory()) - before;
simulator.dispose();
first.dispose();
answer(() => ({}), { bytes, synapses: synapses(layOut(network)) });

/** A simulator that has trained on samples in both ways to speak: whatever it keeps, it has by then. */
function trained(network: Network, { batch }: Samples): EventSimulator {
  const simulator = new EventSimulator(network, initialParameters(network, 1), { grain });
  for (const relaxation of [relaxationOf({ solver: 'euler' }), relaxationOf({ duration: 10 })]) {
    simulator.train(batch, { rule: rules.ar, relaxation, learningRate: 0.01 });
  }
  return simulator;
}

/** Bytes in use: the heap, and the typed arrays, which lie outside of it (`external` counts them). */
async function memory(): Promise<number> {
  if (!global.gc) fail({ where: 'memory-worker', got: 'no gc()', expected: 'node --expose-gc' });
  for (let i = 0; i < 3; i++) {
    await setImmediate();
    global.gc();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
