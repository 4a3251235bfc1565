import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startWorker } from '../../bench/children/worker.js';

const wasm = ['--backend', 'wasm', '--only', 'batched.wasm.ar_over_bp'];

/** Runs the benchmark to its end. */
async function bench(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = started(...args);
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (data: Buffer) => {
    stdout += data;
  });
  child.stderr!.on('data', (data: Buffer) => {
    stderr += data;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

function started(...args: string[]): ChildProcess {
  const command = ['--import', 'tsx', 'bench/main.ts', ...args];
  return spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
}

describe('the command', () => {
  it('prints one JSON object on standard output, progress on standard error', async () => {
    const { code, stdout, stderr } = await bench('--quick', '--json', ...wasm);
    expect(code, stderr).toBe(0);
    const result = JSON.parse(stdout) as { batched: { wasm: { ar_over_bp: number } }; figures: object };
    expect(result.batched.wasm.ar_over_bp).toBeGreaterThan(0);
    expect(Object.keys(result.figures)).toEqual(['batched.wasm.ar_over_bp']);
    expect(result).toMatchObject({ quick: true, notes: {}, versions: { node: process.version } });
    expect(stderr).toContain('batched.wasm.ar_over_bp');
  });

  it('refuses what it does not know', async () => {
    const unknown = await bench('--only', 'nothing');
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain(
      'bench --only: got "nothing", expected the beginning of a key: batched.',
    );
    const backend = await bench('--backend', 'wasn');
    expect(backend.code).toBe(2);
    expect(backend.stderr).toContain('bench --backend');
  });

  it.skipIf(process.platform !== 'linux').each(['SIGINT', 'SIGKILL'] as const)(
    'leaves no children behind after %s',
    async (signal) => {
      const child = started('--quick', ...wasm);
      const ended = once(child, 'exit');
      const workers = await until(() => childrenOf(child.pid!));
      child.kill(signal);
      expect(await ended).toEqual(signal === 'SIGINT' ? [130, null] : [null, 'SIGKILL']);
      // A worker that is in the middle of something hears of it right after.
      await until(() => (workers.some(isAlive) ? [] : [true]));
    },
  );
});

/** Waits for a list that is not empty. */
async function until<V>(list: () => V[]): Promise<V[]> {
  for (;;) {
    const found = list();
    if (found.length > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number).filter(isNode);
}

// Not the helper that compiles TypeScript.
function isNode(pid: number): boolean {
  return isAlive(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('-worker.mjs');
}

// A process that has ended and that nobody has asked after has no command line any more.
function isAlive(pid: number): boolean {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) && readFileSync(file, 'utf8') !== '';
}

describe('a worker', () => {
  it('reports its errors as ours, and ends when it is no longer wanted', async () => {
    const { child, info } = await startWorker('events/training-worker.ts', { args: ['arbor'] });
    expect(info).toMatchObject({ batchSize: 64 });
    await expect(child.contestant('rest').run(1)).rejects.toThrow(
      'bench.run: got "rest", expected one of train.',
    );
    await child.close();
    await expect(child.contestant('train').run(1)).rejects.toThrow('exit code 0');
  });

  it('that cannot start says why', async () => {
    await expect(startWorker('events/training-worker.ts', { args: ['twig'] })).rejects.toThrow(
      'training-worker.grain: got "twig"',
    );
  });
});
