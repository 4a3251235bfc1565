import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { paperNetwork } from '../../../../src/network/presets/paper.js';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { tfjs } from '../../../../src/sim/batched/tfjs.js';
import { paperRelaxation as relaxation } from '../../../../src/sim/relaxation.js';
import { rules } from '../../../../src/sim/rules.js';
import { randomBatch } from '../../../agreement/problems.js';
import { fast, loading } from '../../../backends.js';

/** How often each name comes. */
type Calls = Readonly<Record<string, number>>;

function counted(names: readonly string[]): Calls {
  const calls: Record<string, number> = {};
  for (const name of names) calls[name] = (calls[name] ?? 0) + 1;
  return calls;
}

const total = (calls: Calls): number => Object.values(calls).reduce((sum, count) => sum + count, 0);

/** What one minibatch of a network, the paper's if none is given, asks of a backend, when constants are there. */
async function callsOf(
  backend: string,
  rule: 'ar' | 'bp',
  description: object = paperNetwork,
): Promise<{ calls: Calls; uploads: number }> {
  await startBackend(backend);
  const network = parseNetwork(description);
  const simulator = new BatchedSimulator(network, initialParameters(network, 1), tfjs);
  const batch = randomBatch(network, 64, 2);
  const train = () => simulator.train(batch, { rule: rules[rule], relaxation, learningRate: 0.01 });
  train();
  const listen = backend === 'tfjs-node' ? listenToTensorFlow : listenToKernels;
  const { operations, uploads } = listen(train);
  simulator.dispose();
  return { calls: counted(operations), uploads };
}

interface Heard {
  readonly operations: readonly string[];
  readonly uploads: number;
}

/** Listens at the binding: nothing that TensorFlow does goes past it. */
function listenToTensorFlow(work: () => void): Heard {
  const backend = tf.backend() as unknown as { binding: Record<string, (...args: unknown[]) => unknown> };
  const { binding } = backend;
  const operations: string[] = [];
  let uploads = 0;
  const executeOp = (name: string, ...args: unknown[]) => {
    operations.push(name);
    return binding.executeOp(name, ...args);
  };
  const createTensor = (...args: unknown[]) => {
    uploads++;
    return binding.createTensor(...args);
  };
  backend.binding = Object.create(binding, {
    executeOp: { value: executeOp },
    createTensor: { value: createTensor },
  });
  work();
  backend.binding = binding;
  return { operations, uploads };
}

/** Listens at every kernel of the backend. */
function listenToKernels(work: () => void): Heard {
  const operations: string[] = [];
  const kernels = tf.getKernelsForBackend(tf.getBackend());
  const before = kernels.map(({ kernelFunc }) => kernelFunc);
  for (const [i, config] of kernels.entries()) {
    config.kernelFunc = (given) => {
      operations.push(config.kernelName);
      return before[i](given);
    };
  }
  work();
  for (const [i, config] of kernels.entries()) config.kernelFunc = before[i];
  return { operations, uploads: 0 };
}

describe.runIf(loading.includes('tfjs-node'))('a minibatch of the paper on tfjs-node', () => {
  // Four layers, three of them with relu; a constant is uploaded once, and so only images and targets are.
  const both = { BiasAdd: 4, Relu: 3, Sub: 9, BiasAddGrad: 5 };

  it('of bp asks for no more than it needs', async () => {
    const { calls, uploads } = await callsOf('tfjs-node', 'bp');
    expect(calls).toEqual({
      ...both, // a bias for each layer; its activation; an error and eight parameters; four biases' gradients and the loss
      MatMul: 11, // four up, three down, four gradients
      ReluGrad: 3, // f' times what came down
      Mul: 6, // the rate into each layer's signal; the loss, and half of it
    });
    expect(total(calls)).toBeLessThanOrEqual(45);
    expect(uploads).toBe(2);
  });

  it('of ar asks for little more', async () => {
    const { calls, uploads } = await callsOf('tfjs-node', 'ar');
    expect(calls).toEqual({
      ...both,
      MatMul: 12, // of the layers' starts and the error, one more goes down: two vectors through the upper layer
      ReluGrad: 6, // f' times what goes down, and times where it ends
      AddN: 2, // three vectors into one, for a layer itself and for the one below
      AddV2: 2, // two vectors into one
      Mul: 12, // the rates and the loss; weights of those vectors but one of each sum, which goes into the rate
    });
    expect(total(calls)).toBeLessThanOrEqual(55);
    expect(uploads).toBe(2);
  });
});

describe('a minibatch of the paper on wasm', () => {
  it.each([
    ['bp', 58],
    ['ar', 79],
  ] as const)('of %s asks for at most %d kernels', async (rule, most) => {
    expect(total((await callsOf('wasm', rule)).calls)).toBeLessThanOrEqual(most);
  });
});

describe.each(fast)('a minibatch of the convolutional network on %s', (backend) => {
  const back = backend === 'tfjs-node' ? 'Conv2DBackpropInput' : 'Conv2D';
  const tanh = backend === 'wasm' ? 'RelaxonTanh' : 'Tanh';
  // On wasm gradients and what comes down are convolutions, too.
  const convolutions = backend === 'tfjs-node' ? 1 : 5;

  it.each(['bp', 'ar'] as const)(
    'of %s takes each tanh once, and goes down through each filter once',
    async (rule) => {
      const { calls } = await callsOf(backend, rule, { builder: 'cnn' });
      expect(calls).toMatchObject({ [tanh]: 4, [back]: convolutions });
    },
  );

  it('of ar asks for what its two vectors more need, and nothing of who only passes on', async () => {
    const [ar, bp] = [
      await callsOf(backend, 'ar', { builder: 'cnn' }),
      await callsOf(backend, 'bp', { builder: 'cnn' }),
    ];
    expect(total(ar.calls) - total(bp.calls)).toBeLessThanOrEqual(backend === 'tfjs-node' ? 26 : 33);
    expect(ar.uploads).toBe(bp.uploads);
  });
});
