import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { relaxon } from './run.js';

it('the demonstration trains by both rules, lets the actors answer, and writes a report', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'relaxon-demo-'));
  try {
    const out = join(folder, 'run');
    const small = ['--data', 'digits', '--epochs', '1', '--minibatches', '8', '--images', '1'];
    const { code, stdout, stderr } = await relaxon(['demo', ...small, '--quiet', '--out', out]);
    expect(stderr).not.toContain('relaxon:');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ar +0\.\d{4} +\d\.\d{4}$/m);
    expect(stdout).toMatch(/^bp +0\.\d{4} +\d\.\d{4}$/m);
    expect(stdout).toMatch(/actors answered [01] of 1 test images rightly/);
    expect(stdout).toContain(`report ${join(out, 'report.html')}`);
    const report = readFileSync(join(out, 'report.html'), 'utf8');
    for (const title of ['Agreement of the engines', 'What the actors answer', 'message by message']) {
      expect(report).toContain(title);
    }
    expect(report).not.toContain('TOO FAR');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
