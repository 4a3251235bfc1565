import {
  checkDataSet,
  type DataSet,
  fillBatch,
  inputSize,
  type Split,
  targetSizeOf,
} from '../../data/index.js';
import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import type { Batch } from '../../sim/simulator.js';
import { refuseOtherInputs, refuseOtherOutputs } from './fitting.js';
import { type Preparation, writerOf } from './preparation.js';

/**
 * A data set as batches for a network: every input gets the sample's input, every output its target: a one-hot class, or
 * the numbers as they are.
 */
export class Examples<D extends DataSet = DataSet> {
  private readonly inputs: readonly string[];
  private readonly outputs: readonly string[];

  /** @throws {InputError} naming the input or output that does not fit the inputs or targets of the data, or what is wrong with these */
  constructor(
    network: Network,
    readonly data: D,
    where = 'network',
    /** How inputs are given; if not said, as they are. */
    readonly preparation: Preparation = {},
  ) {
    checkDataSet(data);
    const layout = layOut(network);
    refuseOtherInputs(where, layout.inputs, data);
    refuseOtherOutputs(where, layout.outputs, data);
    this.inputs = layout.inputs.map(({ name }) => name);
    this.outputs = layout.outputs.map(({ name }) => name);
  }

  /** The samples numbered `indices` of a split, uploaded nowhere yet; never augmented. */
  batch(split: Split, indices: Uint32Array): Batch {
    return this.filled(split, indices);
  }

  /** Training samples to learn from, augmented if that is asked for. @param epoch how many there were before */
  trainingBatch(indices: Uint32Array, epoch: number): Batch {
    return this.filled(this.data.train, indices, epoch);
  }

  private filled(split: Split, indices: Uint32Array, epoch?: number): Batch {
    const size = inputSize(split);
    const units = targetSizeOf(this.data);
    const inputs = { shape: [indices.length, size], data: new Float32Array(indices.length * size) };
    const targets = { shape: [indices.length, units], data: new Float32Array(indices.length * units) };
    fillBatch(split, indices, units, inputs.data, targets.data, writerOf(this.preparation, split, epoch));
    this.scaleTargets(targets.data);
    return {
      size: indices.length,
      inputs: Object.fromEntries(this.inputs.map((name) => [name, inputs])),
      targets: Object.fromEntries(this.outputs.map((name) => [name, targets])),
    };
  }

  private scaleTargets(targets: Float32Array): void {
    const scaling = this.preparation.normalisation?.targets;
    if (!scaling) return;
    const { mean, sd } = scaling;
    for (let i = 0; i < targets.length; i++) {
      const k = i % mean.length;
      targets[i] = (targets[i] - mean[k]) / sd[k];
    }
  }

  /** The first `count` test samples, or all where there are fewer. */
  first(count: number): Batch {
    return this.beginning(this.data.test, count);
  }

  /** The first `count` training samples, or all where there are fewer. */
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
