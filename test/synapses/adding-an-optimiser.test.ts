import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { adagrad } from '../../docs/examples/adagrad.js';
import { matrix } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import { optimiser } from '../../src/synapses/optimiser.js';
import { optimiserNeeds } from '../../src/synapses/optimiser-needs.js';
import { adam } from '../../src/synapses/optimisers/adam.js';
import { tried } from '../backends.js';
import { exact } from '../sim/batched/phases/exact.js';

const docs = join(import.meta.dirname, '../../docs');
const page = readFileSync(join(docs, 'adding-an-optimiser.md'), 'utf8');
const file = readFileSync(join(docs, 'examples/adagrad.ts'), 'utf8');

beforeAll(() => startBackend(tried));

it('the page has the code of its example', () => {
  expect(page).toContain(`\`\`\`ts\n${file.replace('../../src/index.js', 'relaxon')}\`\`\`\n`);
  expect(page).toContain('optimiser: optimiser(adagrad, { epsilon: 1e-8 })');
});

it('takes steps as by hand, on both engines', () => {
  const layer = { type: 'dense', units: 1, activation: 'linear' };
  const network = parseNetwork({ input: [1], layers: [layer], loss: 'mse' });
  const zero = { shape: [1], data: Float64Array.of(0) };
  const parameters = {
    'layers.0.weight': { shape: [1, 1], data: Float64Array.of(0) },
    'layers.0.bias': zero,
  };
  const batch = { size: 1, inputs: { input: matrix([[2]]) }, targets: { 'layers.0': matrix([[1]]) } };
  const by = { rule: rules.ar, relaxation: relaxationOf(), learningRate: 0.1 };
  const simulators = [
    new BatchedSimulator(network, parameters, exact),
    new BatchedSimulator(network, parameters, tfjs),
    new EventSimulator(network, parameters),
  ];
  for (const simulator of simulators) {
    for (let k = 0; k < 2; k++)
      simulator.train(batch, { ...by, optimiser: optimiser(adagrad, { epsilon: 0.5 }) });
    // Gradients -2 and -1; sums 4 and 1: steps 2 / 2.5 and 1 / 1.5 times 0.1.
    const [weight, bias] = [0.08, 0.1 / 1.5];
    const error = 2 * weight + bias - 1;
    const [second, first] = [Math.sqrt(4 + 4 * error * error), Math.sqrt(1 + error * error)];
    const { data } = simulator.parameters()['layers.0.weight'];
    expect(data[0]).toBeCloseTo(weight - (0.2 * error) / (second + 0.5), 6);
    expect(simulator.parameters()['layers.0.bias'].data[0]).toBeCloseTo(
      bias - (0.1 * error) / (first + 0.5),
      6,
    );
    expect(simulator.optimiserState().traces['layers.0.weight.sum'].data[0]).toBeCloseTo(second ** 2, 6);
  }
});

it('needs its trace, and nothing else that is not local now', () => {
  expect(optimiserNeeds(optimiser(adagrad))).toEqual([{ update: 'weight', reads: 'sum', level: 1 }]);
  expect(optimiserNeeds(optimiser(adam)).map(({ reads }) => reads)).toEqual([
    ...['exp_avg', 'exp_avg_sq', 'number of updates'],
  ]);
});
