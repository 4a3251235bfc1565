import { resolve } from 'node:path';
import {
  type DataDescription,
  type Inputs,
  imageWriter,
  inputSize,
  loadInputs,
  loadInputsLike,
  type Normalisation,
} from '../../data/index.js';
import { refuse } from '../../errors.js';
import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import type { Values } from '../../network/parameters.js';
import type { Batch } from '../../sim/simulator.js';
import { readInputs } from '../batch-files.js';
import { readSafetensors } from '../safetensors/index.js';
import type { Subject } from '../trained/subject.js';
import { refuseOtherInputs } from '../training/fitting.js';

/** Inputs to be answered. */
export interface Asked {
  readonly samples: number;
  /** Those from one sample up to another, as the network is given them. */
  batch(from: number, to: number): Pick<Batch, 'inputs' | 'size'>;
}

/** Inputs of a split or file, every input of the network the same, scaled as those that it was trained on. */
export function inputsAsked(network: Network, inputs: Inputs, normalisation?: Normalisation): Asked {
  const write = imageWriter(inputs, normalisation);
  const size = inputSize(inputs);
  return {
    samples: inputs.count,
    batch: (from, to) => {
      const data = new Float32Array((to - from) * size);
      for (let sample = from; sample < to; sample++) write(data, (sample - from) * size, sample);
      const values = { shape: [to - from, size], data };
      const names = layOut(network).inputs.map(({ name }) => name);
      return { size: to - from, inputs: Object.fromEntries(names.map((name) => [name, values])) };
    },
  };
}

/**
 * Reads inputs from a file: tensors `input` (or `input.NAME`) as `relax` takes them, or whatever data may be in: tables, arrays,
 * folders of images, read as those that the network was trained on.
 * @throws {InputError} naming the file and what does not fit the network
 */
export async function readAsked(subject: Subject, path: string): Promise<Asked> {
  const { network, run, normalisation } = subject;
  const description = run?.provenance.data.description;
  if (hasInputs(path)) return tensorsAsked(readInputs(path, network), normalisation);
  const inputs = await (description ? loadInputsLike(resolve(path), description) : loadInputs(resolve(path), layOut(network).inputs[0].size));
  checkFit(path, network, inputs, description);
  return inputsAsked(network, inputs, normalisation);
}

function hasInputs(path: string): boolean {
  if (!path.endsWith('.safetensors')) return false;
  const names = [...readSafetensors(path).tensors.keys()];
  return names.some((name) => name === 'input' || name.startsWith('input.'));
}

function checkFit(
  path: string,
  network: Network,
  inputs: Inputs,
  description: DataDescription | undefined,
): void {
  // A row of numbers is as good as the image that it is.
  const split = inputs.shape.length === 1 && !description ? undefined : inputs;
  for (const { name, size } of layOut(network).inputs) {
    const got = inputSize(inputs);
    if (size === got) continue;
    const expected = `${size}, those of input ${name}`;
    refuse({ where: path, got: `${got} numbers in each sample (${inputs.shape.join(' x ')})`, expected });
  }
  if (split) refuseOtherInputs(path, layOut(network).inputs, { name: path, train: split });
}

function tensorsAsked(inputs: Batch['inputs'], normalisation: Normalisation | undefined): Asked {
  const [samples] = Object.values(inputs)[0].shape;
  const scaled = normalisation ? mapped(inputs, (values) => scaledBy(values, normalisation)) : inputs;
  return {
    samples,
    batch: (from, to) => ({
      size: to - from,
      inputs: mapped(scaled, ({ shape: [, units], data }) => ({
        shape: [to - from, units],
        data: data.subarray(from * units, to * units),
      })),
    }),
  };
}

function scaledBy({ shape, data }: Values, { mean, sd }: Normalisation): Values {
  const scaled = Float32Array.from(
    data,
    (x, i) => x / sd[i % sd.length] - mean[i % mean.length] / sd[i % sd.length],
  );
  return { shape, data: scaled };
}

const mapped = (set: Batch['inputs'], to: (values: Values) => Values) =>
  Object.fromEntries(Object.entries(set).map(([name, values]) => [name, to(values)]));
