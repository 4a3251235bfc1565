import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJsonLines } from '../../../src/lab/files.js';
import { defaultMeasureEvery } from '../../../src/lab/measurements/probe.js';
import { readStatus } from '../../../src/lab/runs/status.js';
import { here } from '../../cli/here.js';
import { relaxon } from '../../cli/run.js';
import { jsonFile, tinyMnist, tinyNetwork } from '../../cli/tiny.js';
import { workspace } from '../../cli/workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const network = jsonFile(folder, 'net.json', tinyNetwork);
const linear = jsonFile(folder, 'linear.json', {
  ...tinyNetwork,
  layers: [6, 6, 10].map((units) => ({ type: 'dense', units, activation: 'linear' })),
});
const limits = ['--batch-size', '8', '--limit-test-samples', '10', '--steps', '3', '--step-size', '0.5'];

async function train(name: string, description: string, options: string) {
  const directory = join(folder, name);
  const args = ['train', description, ...limits, ...options.split(' '), '--quiet', '--out', directory];
  const ended = await (args.includes('--seeds') ? relaxon(args, { env }) : here(args, env));
  return { directory, ended };
}

const json = (directory: string, name: string) => JSON.parse(readFileSync(join(directory, name), 'utf8'));

describe.concurrent('train', () => {
  it('--measure-every writes measurements.jsonl', async () => {
    const { directory, ended } = await train('every', network, '--epochs 1 --measure-every 6');
    expect(ended.code).toBe(0);
    const rows = readJsonLines(join(directory, 'measurements.jsonl'));
    expect(rows.map(({ step }) => step)).toEqual([0, 6, 12, 15]);
    expect(rows[0].steps).toEqual([0, 1, 2, 3]);
    expect(rows[0]['angle/update/layers.1']).toBeLessThan(1e-3);
    expect(json(directory, 'config.json').measureEvery).toBe(6);
  });

  it('--measure measures at the default interval', async () => {
    const { directory } = await train('default', network, '--epochs 1 --measure');
    expect(json(directory, 'config.json').measureEvery).toBe(defaultMeasureEvery);
  });

  it('refuses an interval that is none', async () => {
    const { directory, ended } = await train('none', network, '--epochs 1 --measure-every 0');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/measureEvery: got 0, expected a whole number of at least 1/);
    expect(existsSync(directory)).toBe(false);
  });
});

describe.concurrent('a run that diverges', () => {
  it.each(['', ' --measure-every 1'])('says so in status, metrics and report%s', async (measuring) => {
    const options = `--learning-rate 1e20 --epochs 20 --checkpoint-every 1${measuring}`;
    const { directory, ended } = await train(`diverges${measuring.length}`, linear, options);
    expect(ended.code).toBe(1);
    const { state, step, epoch, reason, error } = readStatus(directory);
    expect(state).toBe('diverged');
    expect(error).toBe(ended.stderr.slice('relaxon: '.length, -1));
    expect(reason).toMatch(/^(train\.loss|parameter \S+) is (NaN|-?Infinity)/);
    const rows = readJsonLines(join(directory, 'metrics.jsonl'));
    expect(rows.at(-1)).toEqual({ kind: 'divergence', step, epoch, reason });
    const html = readFileSync(join(directory, 'report.html'), 'utf8');
    expect(html).toContain(`diverged at step ${step}, in epoch ${epoch}`);
    expect(html.includes('<h2>Measurements</h2>')).toBe(measuring !== '');
    // Going on leads there again, to the same rows.
    const again = await here(['train', '--resume', directory, '--quiet'], env);
    expect(again).toMatchObject({ code: 1, stderr: ended.stderr });
    expect(readJsonLines(join(directory, 'metrics.jsonl'))).toEqual(rows);
  });

  it('among many seeds is a row of the summary', async () => {
    const { directory, ended } = await train('seeds', linear, '--learning-rate 1e20 --epochs 3 --seeds 2');
    expect(ended.code).toBe(1);
    const { seeds, mean } = json(directory, 'summary.json');
    expect(mean).toBeNull();
    for (const { error } of seeds) expect(error).toMatch(/at step \d+ \(epoch 1\): got /);
    expect(readStatus(join(directory, 'seed-1')).state).toBe('diverged');
  });
});
