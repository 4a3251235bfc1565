import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.js';
import { readBatch, readStimulus } from '../../src/lab/batch-files.js';
import { readParameters } from '../../src/lab/parameter-files.js';
import type { Tensor } from '../../src/lab/safetensors/index.js';
import { parseNetwork } from '../../src/network/parse.js';
import { tensor, tensorFile, tensorsFor, tinyNetwork } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const network = parseNetwork(tinyNetwork);
const twoSided = parseNetwork({
  inputs: { left: [2], right: [2, 2] },
  nodes: {
    up: { type: 'dense', units: 3, from: ['left', 'right'] },
    down: { type: 'dense', units: 1, from: ['left'] },
  },
  outputs: { up: { loss: 'mse' }, down: { loss: 'mse' } },
});
const zeros = (...shape: number[]) => tensor(shape, Array(shape.reduce((a, b) => a * b)).fill(0));
const bytes = (...shape: number[]): Tensor => ({ dtype: 'U8', shape, data: new Uint8Array(16) });
let files = 0;
const file = (tensors: Record<string, Tensor>) =>
  tensorFile(folder, `${files++}.safetensors`, Object.entries(tensors));

/** The one line of an InputError, without the name of the file. */
function refusal(read: (path: string) => unknown, tensors: Record<string, Tensor>): string {
  const path = file(tensors);
  try {
    read(path);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message.replace(path, 'FILE');
  }
  throw new Error('nothing was refused');
}

describe('a batch file', () => {
  it('may keep images in their shape, and have tensors that are not asked for', () => {
    const { size, inputs, targets } = readBatch(
      file({ input: zeros(3, 4, 4), target: zeros(3, 10), labels: bytes(16) }),
      network,
    );
    expect([size, inputs.input.shape, targets['layers.1'].shape]).toEqual([3, [3, 16], [3, 10]]);
  });

  it('may call an only input by its name', () => {
    const { inputs } = readBatch(
      file({ 'input.input': zeros(1, 16), 'target.layers.1': zeros(1, 10) }),
      network,
    );
    expect(Object.keys(inputs)).toEqual(['input']);
  });

  it('names the inputs and outputs of which there are several', () => {
    const tensors = { 'input.left': zeros(2, 2), 'input.right': zeros(2, 2, 2), 'target.up': zeros(2, 3) };
    const { inputs, targets } = readBatch(file({ ...tensors, 'target.down': zeros(2, 1) }), twoSided);
    expect(Object.keys({ ...inputs, ...targets })).toEqual(['left', 'right', 'up', 'down']);
    expect(refusal((path) => readBatch(path, twoSided), { ...tensors, target: zeros(2, 1) })).toContain(
      'expected one called target.down.',
    );
  });

  it.each([
    ['no target', { input: zeros(1, 16) }, 'FILE: got tensors input, expected one called target.'],
    ['no tensor at all', {}, 'FILE: got tensors none, expected one called input.'],
    [
      'inputs of another size',
      { input: zeros(2, 9) },
      'FILE: input: got shape [2, 9], expected [batch, 16].',
    ],
    ['an input without rows', { input: zeros(16) }, 'FILE: input: got shape [16], expected [batch, 16].'],
    ['bytes', { input: bytes(1, 16) }, 'FILE: input: got U8, expected F32 or F64.'],
    ['no sample', { input: zeros(0, 16) }, 'FILE: input: got no row, expected at least one sample.'],
    [
      'fewer targets than inputs',
      { input: zeros(2, 16), target: zeros(1, 10) },
      'FILE: target: got shape [1, 10], expected shape [2, 10].',
    ],
    [
      'a target that is infinite',
      { input: zeros(1, 16), target: tensor([1, 10], [...Array(9).fill(0), Infinity]) },
      'FILE: target: got Infinity at place 9, expected finite numbers.',
    ],
  ])('is refused when it has %s', (_, tensors: Record<string, Tensor>, line) => {
    expect(refusal((path) => readBatch(path, network), tensors)).toBe(line);
  });

  it('without a target is a stimulus to look at', () => {
    expect(readStimulus(file({ input: zeros(1, 16) }), network).targets).toBeUndefined();
    expect(readStimulus(file({ input: zeros(1, 16), target: zeros(1, 10) }), network).targets).toBeDefined();
  });

  it('with one of two targets is refused even as a stimulus', () => {
    const tensors = { 'input.left': zeros(1, 2), 'input.right': zeros(1, 4), 'target.up': zeros(1, 3) };
    expect(refusal((path) => readStimulus(path, twoSided), tensors)).toContain(
      'expected one called target.down',
    );
  });
});

describe('a parameter file', () => {
  const sound = Object.fromEntries(tensorsFor(tinyNetwork));
  const read = (path: string) => readParameters(path, network);

  it.each(['F32', 'F64'] as const)('of %s gives the same float32 numbers', (dtype) => {
    const { data } = read(file(Object.fromEntries(tensorsFor(tinyNetwork, dtype))))['layers.0.weight'];
    expect([...data]).toEqual([...(sound['layers.0.weight'].data as Float32Array)]);
  });

  it.each([
    ['a misspelt name', { ...sound, 'layers.0.wieght': zeros(1) }, 'Try "layers.0.weight".'],
    [
      'one too few',
      { 'layers.0.bias': sound['layers.0.bias'] },
      'FILE: got no layers.0.weight, no layers.1.weight, no layers.1.bias, expected layers.0.weight [6, 16], ',
    ],
    [
      'a transposed weight',
      { ...sound, 'layers.0.weight': zeros(16, 6) },
      'FILE: got layers.0.weight [16, 6], expected layers.0.weight [6, 16].',
    ],
    [
      'bytes',
      { ...sound, 'layers.1.bias': bytes(16) },
      'FILE: got layers.1.bias of U8, expected layers.1.bias of F32 or F64.',
    ],
  ])('is refused for %s', (_, tensors, words) => {
    expect(refusal(read, tensors)).toContain(words);
  });
});
