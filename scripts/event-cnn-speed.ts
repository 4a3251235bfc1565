/**
 * How fast the event engine presents samples to a convolutional network like that of the second paper, synapse by synapse:
 * `npx tsx scripts/event-cnn-speed.ts [maxPool2d | meanPool2d] [samples] [arbor | synapse]`.
 */
import { randomBatch } from '../src/lab/agreement.js';
import { layOut } from '../src/network/layout.js';
import { initialParameters } from '../src/network/parameters.js';
import { parseNetwork } from '../src/network/parse.js';
import { EventSimulator } from '../src/sim/events/engine.js';
import { relaxationOf } from '../src/sim/relaxation.js';
import { rules } from '../src/sim/rules.js';

const [pool = 'maxPool2d', count = '20', grain = 'arbor'] = process.argv.slice(2);

const network = parseNetwork({
  input: [32, 32, 3],
  layers: [
    { type: 'conv2d', filters: 6, kernel: 5, activation: 'tanh', bias: false },
    { type: pool, kernel: 2 },
    { type: 'conv2d', filters: 16, kernel: 5, activation: 'tanh', bias: false },
    { type: 'dense', units: 120, activation: 'tanh' },
    { type: 'dense', units: 120, activation: 'tanh' },
    { type: 'dense', units: 10 },
  ],
  loss: 'mse',
  init: { weight: { type: 'normal', sd: 0.05 } },
});

const synapses = layOut(network).nodes.map((node) =>
  node
    .synapses()
    .reduce(
      (sum, { connections, posts, pres }) =>
        sum + (connections.kind === 'list' ? connections.pres.length : posts * pres),
      0,
    ),
);
const total = synapses.reduce((sum, some) => sum + some, 0);
process.stdout.write(`${total} synapses: ${synapses.join(', ')}\n`);

const samples = Number(count);
const batch = randomBatch(network, samples, 1);
const simulator = new EventSimulator(network, initialParameters(network, 1), { grain: grain as 'arbor' });
const one = randomBatch(network, 1, 2);
const terms = { rule: rules.ar, relaxation: relaxationOf({ solver: 'equilibrium' }), learningRate: 1e-4 };
for (let k = 0; k < 3; k++) simulator.train(one, terms);
for (let round = 0; round < 3; round++) {
  const begun = process.cpuUsage().user;
  const { loss, energy } = simulator.train(batch, terms);
  const seconds = (process.cpuUsage().user - begun) / 1e6;
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
  process.stdout.write(
    `${(samples / seconds).toFixed(1)} samples a CPU second; loss ${loss.toFixed(4)}; ` +
      `${energy!.operations.up + energy!.operations.down} synaptic operations; ` +
      `rss ${mib(rss)}, heap ${mib(heapUsed)}, arrays ${mib(arrayBuffers)}\n`,
  );
}
