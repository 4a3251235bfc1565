import { resolve } from 'node:path';
import {
  type DataDescription,
  type FileOptions,
  type Inputs,
  imageWriter,
  inputSize,
  loadInputs,
  loadInputsLike,
  type Normalisation,
  type Numbers,
  scaledAlike,
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
  /** What is to be said of them, a line each. */
  readonly notes: readonly string[];
  /** Those from one sample up to another, as the network is given them. */
  batch(from: number, to: number): Pick<Batch, 'inputs' | 'size'>;
}

/** Inputs of a split or file, every input of the network the same, scaled as those that it was trained on. */
export function inputsAsked(
  network: Network,
  inputs: Inputs,
  normalisation: Normalisation | undefined,
  notes: readonly string[],
): Asked {
  const write = imageWriter(inputs, normalisation);
  const size = inputSize(inputs);
  return {
    samples: inputs.count,
    notes,
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
export async function readAsked(
  subject: Subject,
  path: string,
  { inputColumns, delimiter }: Pick<FileOptions, 'inputColumns' | 'delimiter'> = {},
): Promise<Asked> {
  const { network, run, normalisation } = subject;
  const { description, inputs: learned } = run?.provenance.data ?? {};
  const options = { inputColumns, delimiter, learned };
  if (inputColumns === undefined && hasInputs(path)) {
    if (delimiter !== undefined)
      refuse({ where: '--delimiter', got: `it for ${path}`, expected: 'a CSV file' });
    return tensorsAsked(path, readInputs(path, network), normalisation, learned);
  }
  const inputs = await (description
    ? loadInputsLike(resolve(path), description, options)
    : loadInputs(resolve(path), layOut(network).inputs[0].size, options));
  checkFit(path, network, inputs, description);
  return inputsAsked(network, inputs, normalisation, inputs.notes);
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

function tensorsAsked(
  path: string,
  tensors: Batch['inputs'],
  normalisation: Normalisation | undefined,
  learned: Numbers | undefined,
): Asked {
  const [samples] = Object.values(tensors)[0].shape;
  const { inputs, notes } = alike(path, tensors, learned);
  const scaled = normalisation ? mapped(inputs, (values) => scaledBy(values, normalisation)) : inputs;
  return {
    ...{ samples, notes },
    batch: (from, to) => ({
      size: to - from,
      inputs: mapped(scaled, ({ shape: [, units], data }) => ({
        shape: [to - from, units],
        data: data.subarray(from * units, to * units),
      })),
    }),
  };
}

/** Tensors at the scale of what was learned from. */
function alike(path: string, tensors: Batch['inputs'], learned: Numbers | undefined) {
  const notes: string[] = [];
  const inputs = mapped(tensors, ({ shape: [count, units], data }) => {
    const numbers = { count, shape: [units], inputs: Float32Array.from(data), scale: 1 };
    const scaled = scaledAlike(path, numbers, learned);
    notes.push(...scaled.notes);
    const { scale } = scaled.inputs;
    return { shape: [count, units], data: scale === 1 ? data : data.map((value) => value * scale) };
  });
  return { inputs, notes };
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
