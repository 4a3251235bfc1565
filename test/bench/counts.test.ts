import { beforeAll, describe, expect, it } from 'vitest';
import { multiplications, type Product } from '../../bench/batched/counting.js';
import { productsOf } from '../../bench/batched/minibatch.js';
import { BareRelaxation } from '../../bench/events/bare.js';
import { feedbackSynapses, relaxationMessages, synapses } from '../../bench/events/messages.js';
import { networkOfSize, paper } from '../../bench/events/network.js';
import {
  EventSimulator,
  grains,
  initialParameters,
  layOut,
  parseNetwork,
  randomBatch,
  relaxationOf,
  rules,
  startBackend,
  tfjs,
} from '../../src/index.js';
import type { GrainName } from '../../src/synapses/grains.js';
import { networks } from '../agreement/networks.js';

const chain = parseNetwork({
  input: [5],
  layers: [
    { type: 'dense', units: 7, activation: 'relu' },
    { type: 'dense', units: 6, activation: 'relu' },
    { type: 'dense', units: 9, activation: 'relu' },
    { type: 'dense', units: 3, activation: 'linear' },
  ],
  loss: 'mse',
  init: { weight: { type: 'normal', sd: 0.6 }, bias: { type: 'normal', sd: 0.3 } },
});

describe('multiplications of a training minibatch', () => {
  beforeAll(async () => void (await startBackend('cpu')));
  const batch = randomBatch(chain, 4, 1);
  const count = (rule: 'ar' | 'bp') => multiplications(productsOf(chain, tfjs, batch, rule));
  // Up, and the gradient: 5x7 + 7x6 + 6x9 + 9x3 = 158 each. Down, all but the first: 42 + 54 + 27 = 123.
  const upAndGradient = 2 * 158;

  it('of backpropagation: up, down and gradient once', () => {
    expect(count('bp')).toBe(4 * (upAndGradient + 42 + 54 + 27));
  });

  it('of ar: down with 1, 2 and 1 batches', () => {
    expect(count('ar')).toBe(4 * (upAndGradient + 42 + 2 * 54 + 27));
  });

  it('of a product: rows times inner times columns', () => {
    const products: Product[] = [
      [2, 3, 4],
      [1, 1, 5],
    ];
    expect(multiplications(products)).toBe(29);
  });
});

describe('messages of a sampled relaxation', () => {
  const steps = 7;
  const heard = (name: string, network: ReturnType<typeof parseNetwork>, grain: GrainName) => {
    const simulator = new EventSimulator(network, initialParameters(network, 3), { grain });
    let messages = 0;
    const weights = Object.keys(network.nodes).map((node) => `${node}.weight`);
    simulator.listen(...weights).subscribe(({ kind }) => {
      if (kind === 'down.x') messages++;
    });
    simulator.relax(randomBatch(network, 1, 2), {
      rule: rules.ar,
      relaxation: relaxationOf({ solver: 'euler', steps }),
    });
    return `${name}: ${messages}`;
  };

  it('are as many as are heard at the synapses', () => {
    for (const [name, description] of Object.entries({ ...networks })) {
      const network = parseNetwork(description);
      const counted = relaxationMessages(layOut(network), steps);
      for (const grain of Object.keys(grains) as GrainName[]) {
        expect(heard(name, network, grain)).toBe(`${name}: ${counted}`);
      }
    }
  });

  it('are 12,121,000 in the paper’s network, through 121,000 of 356,200 synapses', () => {
    const layout = layOut(paper());
    expect(synapses(layout)).toBe(356_200);
    expect(feedbackSynapses(layout)).toBe(121_000);
    expect(relaxationMessages(layout, 100)).toBe(1000 + 101 * 120_000);
  });

  it('go through about as many synapses as a size asks for', () => {
    for (const size of [1e4, 1e6]) {
      expect(feedbackSynapses(layOut(networkOfSize(size))) / size).toBeCloseTo(1, 1);
    }
  });
});

describe('the bare loops', () => {
  it('relax to what the actors relax to', () => {
    const parameters = initialParameters(chain, 5);
    const batch = randomBatch(chain, 1, 6);
    const [steps, stepSize] = [9, 0.3];
    const presentation = { rule: rules.ar, relaxation: relaxationOf({ solver: 'euler', steps, stepSize }) };
    const { activity } = new EventSimulator(chain, parameters).relax(batch, presentation);
    const bare = new BareRelaxation(chain, parameters);
    bare.sweep(Object.values(batch.inputs)[0].data, Object.values(batch.targets)[0].data);
    bare.relax(steps, stepSize);
    for (const [l, { data }] of Object.values(activity).entries()) {
      for (const [i, value] of data.entries()) expect(bare.activities[l][i]).toBeCloseTo(value, 12);
    }
  });
});
