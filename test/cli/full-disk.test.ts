import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src/lab/safetensors/index.js';
import { mountDisk } from './disk.js';
import { relaxon } from './run.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { bytesOf, contents, workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
// A checkpoint of 28 KiB: there is room for one, and not for the next one beside it.
const [hidden, output] = tinyNetwork.layers;
const wide = { ...tinyNetwork, layers: [{ ...hidden, units: 240 }, output] };
const settings = [
  '--epochs',
  '2',
  '--batch-size',
  '12',
  '--steps',
  '3',
  '--quiet',
  '--checkpoint-every',
  '4',
];
const train = (out: string) => ['train', jsonFile(folder, 'net.json', wide), ...settings, '--out', out];
const disk = mountDisk(join(folder, 'disk'), 'size=64k');

describe.skipIf(!disk)('a disk that fills up during a training', () => {
  const run = join(folder, 'disk', 'run');
  const checkpoint = join(run, 'checkpoint.safetensors');

  it('stops it with one line, and spares the last checkpoint', async () => {
    const { code, stdout, stderr } = await relaxon(train(run), { env });
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `relaxon: ${checkpoint}: got a full disk, expected a file to write. Try freeing space or a folder on another disk.\n`,
    });
    expect(Object.keys(contents(run))).toEqual([
      'checkpoint.safetensors',
      'config.json',
      'metrics.jsonl',
      'provenance.json',
      'status.json',
      'timings.jsonl',
    ]);
    expect(JSON.parse(readSafetensors(checkpoint).metadata['relaxon.state'])).toMatchObject({ step: 0 });
  });

  it('leaves it to go on, once there is room, as if nothing had been', async () => {
    disk?.remount('size=1m');
    const whole = join(folder, 'whole');
    const ended = await Promise.all([
      relaxon(['train', '--resume', run, '--quiet'], { env }),
      relaxon(train(whole), { env }),
    ]);
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    for (const file of ['metrics.jsonl', 'checkpoint.safetensors']) {
      expect(bytesOf(join(run, file)), file).toBe(bytesOf(join(whole, file)));
    }
  });
});
