import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const example = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))![1];

it('the library example of the README is ten lines, and learns XOR', () => {
  expect(example.trim().split('\n').filter(Boolean)).toHaveLength(10);
  const folder = mkdtempSync(join(root, 'node_modules', '.readme-'));
  try {
    const program = join(folder, 'example.mts');
    const entry = pathToFileURL(join(root, 'src/index.ts')).href;
    writeFileSync(program, example.replace("from 'relaxon'", `from '${entry}'`));
    const printed = execFileSync(process.execPath, ['--import', 'tsx', program], {
      encoding: 'utf8',
      cwd: root,
    });
    const numbers = [...printed.matchAll(/-?\d+\.?\d*(?:e-?\d+)?/g)].map(([text]) => Number(text)).slice(-5);
    for (const [i, wanted] of [0, 1, 1, 0].entries()) expect(Math.abs(numbers[i] - wanted)).toBeLessThan(0.1);
    // Per presentation: one activity, one feedback from the clamped output, carried as current and drive.
    expect(numbers[4]).toBe(2 * 4 * 1001 - 4);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
