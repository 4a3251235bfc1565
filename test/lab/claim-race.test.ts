import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const rounds = 1500;
/** What may be said to one who comes while another is there. */
const fair = /a folder in use by|others who take its lock/;

it('a folder that its maker takes back while others come to it is no error to them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'relaxon-race-'));
  try {
    const outfile = join(folder, 'claim.mjs');
    const contents = `
      import { parentPort, workerData } from 'node:worker_threads';
      import { Claim } from './src/lab/files/claim.js';
      const said = [];
      for (let i = 0; i < ${rounds}; i++) {
        try { Claim.of(workerData).abandon(); said.push('mine'); } catch (error) { said.push(error.message); }
      }
      parentPort.postMessage(said);`;
    const stdin = { contents, resolveDir: process.cwd(), loader: 'ts' as const };
    await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error' });
    const said = await Promise.all(
      Array.from({ length: 2 }, () => {
        const worker = new Worker(outfile, { workerData: join(folder, 'nested', 'out') });
        return new Promise<string[]>((done, failed) => worker.on('message', done).on('error', failed));
      }),
    );
    expect(said.flat()).toHaveLength(2 * rounds);
    expect(said.flat().filter((each) => each !== 'mine' && !fair.test(each))).toEqual([]);
    expect(said.flat()).toContain('mine');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
