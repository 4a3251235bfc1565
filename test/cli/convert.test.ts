import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSafetensors } from '../../src/lab/safetensors/index.js';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { jsonFile, tensor, tensorFile, tensorsFor } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const description = {
  input: [2, 2, 2],
  layers: [
    { type: 'conv2d', filters: 3, kernel: [1, 2], activation: 'tanh' },
    { type: 'dense', units: 2 },
  ],
};
const network = jsonFile(folder, 'net.json', description);
const at = (name: string) => join(folder, name);
const convert = (file: string, to: string, out: string) =>
  here(['convert', file, '--network', network, '--to', to, '--out', out]);

it('a checkpoint goes there and its parameters come back, whatever else it has', async () => {
  const sound = tensorsFor(description);
  const more = ['optimiser.layers.1.bias.momentum', 'layers.1.feedback', 'samples/layers.0.x'];
  const shapes = [[2], [6, 2], [1, 6]];
  const beside = more.map((name, k): [string, ReturnType<typeof tensor>] => [
    name,
    tensor(shapes[k], Array(shapes[k].reduce((a, b) => a * b)).fill(1)),
  ]);
  const checkpoint = tensorFile(folder, 'checkpoint.safetensors', [...sound, ...beside]);
  const there = await convert(checkpoint, 'pytorch', at('torch.safetensors'));
  expect(there.stdout).toBe(
    'layers.1.weight: columns of layers.0 [2, 1, 3] are in the order [2, 0, 1] of its axes in PyTorch\n' +
      "layers.1.feedback: left out, PyTorch's modules have no such weights\n" +
      `wrote 4 tensors to ${at('torch.safetensors')}\n`,
  );
  const { tensors, metadata } = readSafetensors(at('torch.safetensors'));
  expect(metadata).toEqual({ format: 'pt' });
  expect(tensors.get('layers.0.weight')?.shape).toEqual([3, 2, 1, 2]);
  const back = await convert(at('torch.safetensors'), 'relaxon', at('back.safetensors'));
  expect([there.code, back.code, back.stderr]).toEqual([0, 0, '']);
  expect(Object.fromEntries(readSafetensors(at('back.safetensors')).tensors)).toEqual(
    Object.fromEntries(sound),
  );
});

it('refuses tensors that are not those of the network, and leaves no file', async () => {
  const file = tensorFile(folder, 'wrong.safetensors', tensorsFor(description).slice(1));
  const args = ['convert', file, '--network', network, '--to', 'relaxon', '--out', at('none.safetensors')];
  const says = [`${file}: got no layers.0.weight, expected layers.0.weight [3, 2, 1, 2].`];
  await expectRefusal({ what: 'too few', args, says });
  expect(existsSync(at('none.safetensors'))).toBe(false);
});
