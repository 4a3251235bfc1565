import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { onWebgpu } from '../webgpu.js';
import { relaxon } from './run.js';
import { jsonFile, tensor, tensorFile, tensorsFor, tinyMnist, tinyNetwork } from './tiny.js';
import { bytesOf, workspace } from './workspace.js';

// A software adapter takes a tenth of a second for the smallest minibatch.
vi.setConfig({ testTimeout: 240_000 });

const folder = workspace();
const network = jsonFile(folder, 'net.json', tinyNetwork);
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data'), 48, 16) };
const backend = ['--backend', 'webgpu'];
const train = (name: string) => [
  ...[
    'train',
    network,
    ...backend,
    '--out',
    join(folder, name),
    '--optimiser',
    'adam',
    '--learning-rate',
    '0.01',
  ],
  ...['--epochs', '2', '--batch-size', '8', '--solver', 'euler', '--steps', '3', '--checkpoint-every', '4'],
  ...['--measure-every', '5'],
];

/** What it says on standard output, once it has ended by itself. */
async function said(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await relaxon(args, { env });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

onWebgpu('commands on webgpu', () => {
  it('info names the adapter and what is in between', async () => {
    const { backend: found } = JSON.parse(await said('info', '--json', ...backend));
    expect(found).toMatchObject({ name: 'webgpu', version: '4.22.0', asked: 'webgpu', passedOver: [] });
    expect(found.adapter).toMatch(/^\S.*, Dawn of webgpu \d+\.\d+\.\d+$/);
  });

  it('nothing is taken that was not asked for', async () => {
    const { backend: found } = JSON.parse(await said('info', '--json'));
    expect([found.name, ...found.passedOver.map(({ name }: { name: string }) => name)]).not.toContain(
      'webgpu',
    );
  });

  it('without a GPU it is refused, and says what there is instead', async () => {
    const blind = { ...env, VK_ICD_FILENAMES: join(folder, 'none.json') };
    const { code, stderr } = await relaxon(['info', ...backend], { env: blind });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /relaxon: backend: got webgpu, which does not load \(no GPU .+\), expected one that loads\. Try .*wasm or cpu\.\n$/,
    );
  });

  it('it agrees with the event engine', async () => {
    const options = ['--train', '2', '--batch-size', '3', '--steps', '4', '--quiet', '--json'];
    const { agree, differences } = JSON.parse(await said('agree', network, ...options, ...backend));
    expect(agree).toBe(true);
    expect(differences.length).toBeGreaterThan(20);
  });

  it('a relaxation is that of cpu', async () => {
    const params = tensorFile(folder, 'params.safetensors', tensorsFor(tinyNetwork));
    const numbers = (count: number, of: (i: number) => number) =>
      Array.from({ length: count }, (_, i) => of(i));
    const batch = tensorFile(folder, 'batch.safetensors', [
      [
        'input',
        tensor(
          [2, 4, 4],
          numbers(32, (i) => Math.sin(i)),
        ),
      ],
      [
        'target',
        tensor(
          [2, 10],
          numbers(20, (i) => Number(i % 7 === 3)),
        ),
      ],
    ]);
    const losses = [];
    for (const name of ['cpu', 'webgpu']) {
      const out = join(folder, `${name}.safetensors`);
      const files = ['--params', params, '--batch', batch, '--out', out];
      losses.push(
        JSON.parse(await said('relax', network, ...files, '--backend', name, '--quiet', '--json')).loss,
      );
    }
    expect(losses[1]).toBeCloseTo(losses[0], 5);
  });

  it('a training that is stopped by Ctrl-C goes on, on webgpu, as if nothing had been', async () => {
    await said(...train('whole'));
    let sent = false;
    const { code, stderr } = await relaxon(train('stopped'), {
      env,
      onStderr(text, child) {
        if (sent || !text.includes('epoch 1:')) return;
        sent = true;
        child.kill('SIGINT');
      },
    });
    expect(code, stderr).toBe(130);
    await said('train', '--resume', join(folder, 'stopped'));
    for (const file of ['metrics.jsonl', 'measurements.jsonl', 'checkpoint.safetensors']) {
      expect(bytesOf(join(folder, 'stopped', file)), file).toBe(bytesOf(join(folder, 'whole', file)));
    }
    const provenance = JSON.parse(readFileSync(join(folder, 'stopped', 'provenance.json'), 'utf8'));
    expect(provenance.backend).toMatchObject({ name: 'webgpu', asked: 'webgpu' });
  });
});
