import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { conduct } from '../../experiments/lib/conduct.js';
import { experiments } from '../../experiments/list.js';
import { workspace } from '../cli/workspace.js';

/** Tests that experiments run quickly, each with a report of all its parts. */
export function runQuickly(some: readonly (typeof experiments)[number][]): void {
  const folder = workspace();
  it.each(some)('$name runs quickly, and as is expected of a quick run', async (experiment) => {
    // A worker takes longer to begin than its quick trainings take: one experiment with two shows that they work.
    const jobs = experiment === experiments[1] ? 2 : 1;
    const out = join(folder, experiment.name);
    const { checks, holds } = await conduct(experiment, { effort: 'quick', jobs, out, quiet: true });
    expect(checks.length).toBeGreaterThan(0);
    expect(holds, JSON.stringify(checks)).toBe(true);
    const report = readFileSync(join(out, 'report.md'), 'utf8');
    for (const part of [
      '**Question.**',
      '**Claim.**',
      '**Expected.**',
      '## Verdict',
      '## Results',
      '## Settings',
      '## Machine',
    ]) {
      expect(report).toContain(part);
    }
    expect(report).not.toMatch(/undefined|NaN|\[object/);
    const data = JSON.parse(readFileSync(join(out, 'data.json'), 'utf8'));
    expect(data).toMatchObject({ name: experiment.name, effort: 'quick', checks });
    const drawn = readdirSync(out).filter((name) => name.endsWith('.svg'));
    expect(drawn.length).toBeGreaterThan(0);
    for (const name of drawn) expect(report).toContain(`](${name})`);
  });
}
