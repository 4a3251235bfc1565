import { type Batch, layOut, type Network, type Parameters } from '../../src/index.js';
import type { LaidOutNode } from '../../src/network/layout.js';
import { BareConvolution, BareDense, BareMaxPool, type BareSynapses } from './bare-layers.js';

/** A layer of the bare program: all of its numbers in typed arrays. */
interface Layer {
  readonly synapses: BareSynapses;
  readonly activate: (current: Float64Array, rate: Float64Array, slope: Float64Array) => void;
  readonly current: Float64Array;
  readonly rate: Float64Array;
  readonly slope: Float64Array;
  /** Where its activities come to rest. */
  readonly activity: Float64Array;
  readonly said: Float64Array;
}

const activations: Readonly<Record<string, Layer['activate']>> = {
  linear: (current, rate, slope) => {
    rate.set(current);
    slope.fill(1);
  },
  relu: (current, rate, slope) => {
    for (let i = 0; i < current.length; i++) {
      slope[i] = current[i] > 0 ? 1 : 0;
      rate[i] = current[i] > 0 ? current[i] : 0;
    }
  },
  tanh: (current, rate, slope) => {
    for (let i = 0; i < current.length; i++) {
      rate[i] = Math.tanh(current[i]);
      slope[i] = 1 - rate[i] * rate[i];
    }
  },
};

/**
 * Training by activities at rest in bare float64 loops: a sweep up, the fixed point of the relaxation, each weight's
 * gradient, and an update for all samples. What the event engine does at arbor grain with solver `equilibrium`, without it.
 */
export class BareTraining {
  private readonly layers: readonly Layer[];

  /** @param network a chain of dense layers, convolutions without padding and pools, with the mse loss */
  constructor(network: Network, parameters: Parameters) {
    this.layers = layOut(network).nodes.map((node) => layerOf(node, parameters));
  }

  /** The weights of a layer as they are. */
  weight(layer: number): Float64Array | undefined {
    const { synapses } = this.layers[layer];
    return synapses instanceof BareMaxPool ? undefined : (synapses as BareDense | BareConvolution).weight;
  }

  train({ size, inputs, targets }: Batch, learningRate: number): void {
    const [images] = Object.values(inputs);
    const [wanted] = Object.values(targets);
    const rowOf = ({ data, shape: [, units] }: typeof images, sample: number) =>
      Float64Array.from(data.subarray(sample * units, (sample + 1) * units));
    for (let sample = 0; sample < size; sample++) this.learn(rowOf(images, sample), rowOf(wanted, sample));
    for (const { synapses } of this.layers) synapses.update(learningRate / size);
  }

  private learn(image: Float64Array, target: Float64Array): void {
    const { layers } = this;
    const top = layers.length - 1;
    const below = (l: number) => (l === 0 ? image : layers[l - 1].rate);
    for (const [l, { synapses, activate, current, rate, slope }] of layers.entries()) {
      synapses.up(below(l), current);
      activate(current, rate, slope);
    }
    const { activity, rate } = layers[top];
    for (let i = 0; i < activity.length; i++) activity[i] = rate[i] - target[i];
    for (let l = top; l >= 0; l--) {
      const { synapses, said, activity, slope } = layers[l];
      for (let i = 0; i < said.length; i++) said[i] = activity[i] * slope[i];
      synapses.learn(said, below(l));
      if (l === 0) return;
      layers[l - 1].activity.fill(0);
      synapses.down(said, layers[l - 1].activity);
    }
  }
}

function layerOf(node: LaidOutNode, parameters: Parameters): Layer {
  const numbers = () => new Float64Array(node.size);
  return {
    synapses: synapsesOf(node, parameters),
    activate: activations[node.spec.activation ?? 'linear'],
    ...{ current: numbers(), rate: numbers(), slope: numbers(), activity: numbers(), said: numbers() },
  };
}

function synapsesOf(node: LaidOutNode, parameters: Parameters): BareSynapses {
  if (node.spec.type === 'dense') return new BareDense(node, parameters);
  const [height, width, channels] = node.parents[0].shape;
  const { kernel } = node.spec as unknown as { readonly kernel: number };
  const image = { height, width, channels, kernel };
  return node.spec.type === 'conv2d' ? new BareConvolution(node, parameters, image) : new BareMaxPool(image);
}
