import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationOf } from '../../src/lab/configuration.js';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { jsonFile, tensor, tensorFile, tensorsFor, tinyNetwork } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const withHidden = (activation: string) => ({
  ...tinyNetwork,
  layers: [6, 5, 10].map((units, l) => ({ type: 'dense', units, activation: l < 2 ? activation : 'linear' })),
});
const files = (activation: string) => {
  const network = withHidden(activation);
  return {
    network: jsonFile(folder, `${activation}.json`, network),
    params: tensorFile(folder, `${activation}.safetensors`, tensorsFor(network)),
  };
};
const input = Array.from({ length: 16 }, (_, i) => Math.sin(i));
const batch = tensorFile(folder, 'batch.safetensors', [
  ['input', tensor([1, 16], input)],
  ['target', tensor([1, 10], Array(10).fill(0.1))],
]);

const simulate = (activation: string, out: string, options: string) => {
  const { network, params } = files(activation);
  return [
    ...['simulate', network, '--params', params, '--input', batch, '--out', join(folder, out), '--json'],
    ...options.split(' '),
  ];
};

describe.concurrent('simulate --derivative current --duration', () => {
  it('says futures down and up, with a band or without', async () => {
    const asked = ['--duration 3', '--duration 3 --band 0.01'].map(
      (options) => `--derivative current ${options}`,
    );
    const ended = await Promise.all(asked.map((options, i) => here(simulate('relu', `out-${i}`, options))));
    for (const [i, { code, stderr }] of ended.entries()) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const kinds = readFileSync(join(folder, `out-${i}`, 'messages.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).kind);
      expect(new Set(kinds)).toEqual(new Set(['up.rate+x', 'down.x', 'up.x', 'learn']));
    }
  });

  it('is refused where slopes move smoothly', async () => {
    await expectRefusal({
      what: 'tanh',
      args: simulate('tanh', 'never', '--derivative current --duration 3'),
      says: ['layers.1 with activation tanh', 'linear, relu', 'Try solver euler'],
    });
  });
});

it('a configuration of the event engine for a duration can be read back', () => {
  const given = {
    network: withHidden('relu'),
    engine: 'events',
    variant: { derivative: 'current' },
    relaxation: { duration: 3, band: 0.01 },
  };
  const written = configurationOf(given);
  expect(configurationOf(JSON.parse(JSON.stringify(written)))).toEqual(written);
  expect(written.relaxation).toMatchObject({ duration: 3, band: 0.01, solver: 'closed-form' });
});
