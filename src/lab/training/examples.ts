import { type DataSet, fillBatch, imageSize, type Split } from '../../data/index.js';
import { refuse } from '../../errors.js';
import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import type { Batch } from '../../sim/simulator.js';

/** A data set as batches for a network: every input gets the image, every output its one-hot label. */
export class Examples {
  private readonly inputs: readonly string[];
  private readonly outputs: readonly string[];

  /** @throws {InputError} naming the input or output whose size is not that of the images or classes */
  constructor(
    network: Network,
    readonly data: DataSet,
    where = 'network',
  ) {
    const layout = layOut(network);
    const size = imageSize(data.train);
    const images = `${size} (images ${data.train.shape.join('x')} of ${data.name})`;
    checkSizes(where, layout.inputs, size, images);
    checkSizes(where, layout.outputs, data.classes, `${data.classes} (classes of ${data.name})`);
    this.inputs = layout.inputs.map(({ name }) => name);
    this.outputs = layout.outputs.map(({ name }) => name);
  }

  /** The images numbered `indices` of a split, uploaded nowhere yet. */
  batch(split: Split, indices: Uint32Array): Batch {
    const size = imageSize(split);
    const { classes } = this.data;
    const inputs = { shape: [indices.length, size], data: new Float32Array(indices.length * size) };
    const targets = { shape: [indices.length, classes], data: new Float32Array(indices.length * classes) };
    fillBatch(split, indices, classes, inputs.data, targets.data);
    return {
      size: indices.length,
      inputs: Object.fromEntries(this.inputs.map((name) => [name, inputs])),
      targets: Object.fromEntries(this.outputs.map((name) => [name, targets])),
    };
  }

  /** The first `count` test images, or all where there are fewer. */
  first(count: number): Batch {
    return this.beginning(this.data.test, count);
  }

  /** The first `count` training images, or all where there are fewer. */
  firstTrained(count: number): Batch {
    return this.beginning(this.data.train, count);
  }

  private beginning(split: Split, count: number): Batch {
    return this.batch(
      split,
      Uint32Array.from({ length: Math.min(count, split.count) }, (_, i) => i),
    );
  }

  /** The output whose largest unit is the network's answer: the first. */
  get answer(): string {
    return this.outputs[0];
  }
}

/** The unit with the largest value in each row; of equal ones, the first. */
export function argmax(values: ArrayLike<number>, units: number): Uint8Array {
  return Uint8Array.from({ length: values.length / units }, (_, row) => {
    let best = 0;
    for (let i = 1; i < units; i++) if (values[row * units + i] > values[row * units + best]) best = i;
    return best;
  });
}

function checkSizes(
  where: string,
  nodes: readonly { readonly name: string; readonly size: number }[],
  size: number,
  expected: string,
): void {
  for (const node of nodes) {
    if (node.size !== size) refuse({ where: `${where}.${node.name}`, got: `size ${node.size}`, expected });
  }
}
