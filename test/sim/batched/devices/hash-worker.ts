// Trains the paper's network on some minibatches on tfjs-node and prints a hash of the weights that come out.
import { createHash } from 'node:crypto';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { paperNetwork } from '../../../../src/network/presets/paper.js';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { tfjs } from '../../../../src/sim/batched/tfjs.js';
import { paperRelaxation as relaxation } from '../../../../src/sim/relaxation.js';
import { rules } from '../../../../src/sim/rules.js';
import { randomBatch } from '../../../agreement/problems.js';

await startBackend('tfjs-node');
const network = parseNetwork(paperNetwork);
const simulator = new BatchedSimulator(network, initialParameters(network, 1), tfjs);
for (let k = 0; k < 10; k++)
  simulator.train(randomBatch(network, 64, k), { rule: rules.ar, relaxation, learningRate: 0.05 });
const hash = createHash('sha256');
for (const { data } of Object.values(simulator.parameters())) hash.update(Float32Array.from(data));
console.log(`weights ${hash.digest('hex')}`);
