import { expect, it } from 'vitest';
import { BareTraining } from '../../bench/events/bare-training.js';
import { EventSimulator, initialParameters, parseNetwork, relaxationOf, rules } from '../../src/index.js';
import { randomBatch } from '../../src/lab/agreement.js';

const networks = {
  dense: {
    input: [7],
    layers: [
      { type: 'dense', units: 9, activation: 'relu' },
      { type: 'dense', units: 6, activation: 'tanh' },
      { type: 'dense', units: 3 },
    ],
    loss: 'mse',
  },
  cnn: { builder: 'cnn', input: [16, 14, 2] },
};

it.each(Object.entries(networks))('bare loops learn what the event engine learns: %s', (_, description) => {
  const network = parseNetwork(description);
  const parameters = initialParameters(network, 1);
  const batch = randomBatch(network, 5, 2);
  const program = new BareTraining(network, parameters);
  const simulator = new EventSimulator(network, parameters, { grain: 'arbor' });
  for (let update = 0; update < 3; update++) {
    program.train(batch, 0.1);
    const relaxation = relaxationOf({ solver: 'equilibrium' });
    simulator.train(batch, { rule: rules.ar, relaxation, learningRate: 0.1 });
  }
  const learned = simulator.parameters();
  let compared = 0;
  for (const [name, { data }] of Object.entries(learned)) {
    const [, layer, kind] = name.split('.');
    if (kind !== 'weight') continue;
    const ours = program.weight(Number(layer))!;
    for (let k = 0; k < data.length; k++) expect(Math.abs(ours[k] - data[k])).toBeLessThan(1e-12);
    compared++;
  }
  expect(compared).toBeGreaterThanOrEqual(3);
});
