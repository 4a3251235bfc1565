import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src/lab/safetensors/index.js';
import { deviation } from '../reference/index.js';
import { here } from './here.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data'), 60, 40) };
const network = jsonFile(folder, 'net.json', tinyNetwork);
const engines = ['events', 'batched'] as const;
const settings = '--epochs 4 --batch-size 6 --learning-rate 0.3 --steps 20 --step-size 0.5 --seed 5';

beforeAll(async () => {
  const ended = await Promise.all(
    engines.map((engine) => {
      const args = [
        'train',
        network,
        ...settings.split(' '),
        '--engine',
        engine,
        '--out',
        join(folder, engine),
      ];
      return here(args, env);
    }),
  );
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
});

const json = (engine: string, file: string) => JSON.parse(readFileSync(join(folder, engine, file), 'utf8'));
function weights(engine: string): Record<string, number[]> {
  const { tensors } = readSafetensors(join(folder, engine, 'checkpoint.safetensors'));
  return Object.fromEntries([...tensors].map(([name, { data }]) => [name, Array.from(data, Number)]));
}

describe('a training on the event engine ends as one on the batched engine', () => {
  it('with the same answers to the test images', () => {
    const [events, batched] = engines.map((engine) => json(engine, 'evaluation.json'));
    expect(events.confusion).toEqual(batched.confusion);
    expect(events.accuracy).toBe(batched.accuracy);
    // The answers would be the same, too, if both had learned nothing.
    expect(events.accuracy).toBeGreaterThan(0.5);
  });

  it('with weights that differ by 1e-4 of the largest at most', () => {
    expect(deviation(weights('events'), weights('batched'), 1e-300)).toBeLessThan(1e-4);
  });

  it('with float64 and float32 numbers of their own', () => {
    expect(weights('events')).not.toEqual(weights('batched'));
    expect(json('events', 'provenance.json').backend).toBeNull();
    expect(json('batched', 'provenance.json').backend.name).toMatch(/^(tfjs-node|wasm|cpu)$/);
  });
});
