import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { findPeer } from '../../bench/python.js';
import { readJsonLines } from '../../src/lab/files.js';
import { made } from '../lab/compare/made.js';
import { here } from './here.js';
import { expectRefusal, expectUsageError } from './refusal.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const at = (...names: string[]) => join(folder, ...names);
const network = jsonFile(folder, 'net.json', tinyNetwork);
const env = { RELAXON_DATA: tinyMnist(at('data')) };
const out = ['--out', at('page.html')];

beforeAll(async () => {
  for (const rule of ['ar', 'bp'])
    for (const seed of ['1', '2']) {
      const args = ['train', network, '--rule', rule, '--seed', seed, '--epochs', '2', '--batch-size', '20'];
      const ended = await here([...args, '--out', at('runs', `${rule}-${seed}`), '--quiet'], env);
      expect(ended.code).toBe(0);
    }
  // A third that was stopped.
  made(at('stopped'), { configuration: { network: tinyNetwork }, seed: 3, state: 'interrupted' });
  made(at('loss'), { loss: 0.25 });
});

it('gives a table of the runs of train, and a page that has all of it in itself', async () => {
  const { code, stdout, stderr } = await here(['compare', at('runs'), at('stopped'), ...out]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [heading, first] = stdout.split('\n');
  expect(heading).toMatch(/^ +data +rule .*finished +test accuracy +sd +95 % interval/);
  expect(first).toMatch(/^A +mnist +ar .*2 +0\.\d{4} +0\.\d{4} +-?0\.\d{4} to \d\.\d{4}/);
  expect(stdout).toContain('note: 1 of 5 runs did not finish');
  expect(stdout).toContain('note: different data');
  const page = readFileSync(at('page.html'), 'utf8');
  expect(page).toContain('The MIT License (MIT)');
  expect(page).toContain("default-src 'none'");
  // Nothing is loaded: no address but those in the licence and comments of the library, and of SVG's name space.
  expect(page.match(/(?:src|href)=/g) ?? []).toEqual([]);
  const data = JSON.parse(/id="compare-data">(.*?)<\/script>/s.exec(page)![1]);
  expect(data.runs).toHaveLength(5);
  expect(data.charts[0]).toMatchObject({ title: 'Test accuracy', y: 'test accuracy (share of samples)' });
  // Before training, and after each of two epochs of six minibatches.
  expect(data.charts[0].curves[0]).toMatchObject({ step: [0, 6, 12], epoch: [0, 1, 2] });
});

it('prints all digits as JSON, and the same page again', async () => {
  const args = ['compare', at('runs'), ...out, '--json', '--baseline', 'rule=bp'];
  await here(args);
  const before = contents(folder)['page.html'];
  const { stdout } = await here(args);
  expect(contents(folder)['page.html']).toBe(before);
  const { metric, groups } = JSON.parse(stdout);
  expect(metric).toBe('test/accuracy');
  const values = groups.map(({ runs }: { runs: { value: number }[] }) => runs.map(({ value }) => value));
  for (const [i, rule] of ['ar', 'bp'].entries())
    for (const [j, seed] of [1, 2].entries()) {
      const file = at('runs', `${rule}-${seed}`, 'evaluation.json');
      expect(values[i][j]).toBe(JSON.parse(readFileSync(file, 'utf8')).accuracy);
    }
  const [ar, bp] = values;
  expect(groups[0].contrast.mean).toBeCloseTo((ar[0] - bp[0] + ar[1] - bp[1]) / 2, 12);
  expect(groups[0].contrast.against).toBe('B');
});

describe('--export', () => {
  const args = () => ['compare', at('runs'), at('stopped'), ...out, '--export'];

  it('writes Parquet with a row for each run, as another reader has it', async () => {
    const file = at('table.parquet');
    expect((await here([...args(), file])).code).toBe(0);
    const bytes = readFileSync(file);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const rows = await parquetReadObjects({ file: buffer as ArrayBuffer });
    expect(rows.map(({ seed, state }) => [seed, state])).toEqual([
      [1n, 'finished'],
      [2n, 'finished'],
      [1n, 'finished'],
      [2n, 'finished'],
      [3n, 'interrupted'],
    ]);
    expect(rows[0]).toMatchObject({
      ...{ 'setting.rule': 'ar', 'setting.relaxation.steps': 100, 'setting.limitTestSamples': null },
      ...{ counted: true, test_samples: 40n, 'setting.network': '4x4-6-10' },
    });
    expect(JSON.parse(String(rows[0]['setting.network.json']))).toEqual(tinyNetwork);
    expect(rows[0]['result.test/loss']).toBeCloseTo(evaluation('ar-1').loss, 15);
  });

  it('writes CSV that says the same, quoted where it has to be', async () => {
    const file = at('table.csv');
    expect((await here([...args(), file])).code).toBe(0);
    const lines = readFileSync(file, 'utf8').split('\r\n');
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/^run,group,name,seed,state,counted,/);
    expect(lines[5]).toContain('"a, ""quoted"" one"');
    expect(lines[1]).toContain(`,${evaluation('ar-1').loss},`);
  });

  it('is read by pandas, polars and DuckDB, and the runs by DuckDB as they stand', async ({ skip }) => {
    const peer = findPeer('duckdb');
    if ('reason' in peer) return skip(peer.reason);
    await here([...args(), at('table.parquet')]);
    await here([...args(), at('table.csv')]);
    const docs = readFileSync(join(import.meta.dirname, '../../docs/compare.md'), 'utf8');
    const programs = [...docs.matchAll(/```python\n(.*?)```/gs)].map(([, code]) => code);
    expect(programs).toHaveLength(3);
    const { status, stdout, stderr } = spawnSync(peer.python, ['-'], {
      ...{ cwd: folder, encoding: 'utf8' },
      input: `${programs.join('\n')}\nfor frame in (by_pandas, by_polars, curves): print(len(frame))\n`,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    // Two rules each; a row for each epoch of four runs that trained, and of what they were before.
    expect(stdout.trim().split('\n').slice(-3)).toEqual(['2', '2', '6']);
  });
});

const evaluation = (name: string): { readonly loss: number } =>
  JSON.parse(readFileSync(at('runs', name, 'evaluation.json'), 'utf8'));

describe('refuses, and writes nothing:', () => {
  /** A run with one file otherwise than it should be. */
  const broken = (name: string, file: string, text: string) => {
    const run = made(at('broken', name), { accuracy: 0.5 });
    writeFileSync(join(run, file), text);
    return run;
  };
  const rows = '{"kind":"epoch","epoch":1,"step":1}\n';
  mkdirSync(at('empty', 'within'), { recursive: true });
  writeFileSync(at('notes.txt'), 'mine');
  const runs = at('runs');
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['a place that is not there', [at('nowhere')], ['nowhere', 'nothing there']],
    ['a file', [network], ['net.json', 'a file']],
    ['a file of a run', [at('loss', 'config.json')], ['a file', `Try its folder, ${at('loss')}`]],
    ['a folder without a run', [at('empty')], ['a folder without a run']],
    ['a pattern that fits nothing', [at('runz', '*')], ['a pattern that no folder fits']],
    ['a pattern of folders without a run', [at('emp*')], ['folders without a run']],
    ['a configuration that is no JSON', [broken('a', 'config.json', '{"seed":')], ['config.json:1:9']],
    [
      'one without a seed',
      [broken('b', 'config.json', '{"rule":"ar","data":"digits"}')],
      ['config.json.seed'],
    ],
    ['a row that is no JSON', [broken('c', 'metrics.jsonl', `${rows}{"kind"\n`)], ['metrics.jsonl:2']],
    ['a row that is no object', [broken('d', 'metrics.jsonl', '[1]\n')], ['metrics.jsonl:1']],
    ['a step that is none', [broken('e', 'metrics.jsonl', rows.replace('"step":1', '"step":-1'))], ['step']],
    ['a status that is none', [broken('f', 'status.json', '{"state":"done"}')], ['status.json.state']],
    [
      'an evaluation of nothing',
      [broken('g', 'evaluation.json', '{"samples":0,"loss":1}')],
      ['evaluation.json.samples'],
    ],
    ['no provenance', [broken('h', 'provenance.json', '{}')], ['provenance.json']],
    ['a setting that there is not', [runs, '--by', 'learningrate'], ['--by', 'Try "learningRate"']],
    ['groups by the seed', [runs, '--by', 'seed'], ['--by', 'seeds are what groups are of']],
    ['a setting that could be two', [runs, '--by', 'rule,'], ['--by', '""']],
    ['a baseline that is no group', [runs, '--baseline', 'Z'], ['--baseline', 'A (ar']],
    ['a baseline of settings that no group has', [runs, '--baseline', 'rule=dfa'], ['--baseline']],
    [
      'a baseline that is two',
      [runs, '--baseline', 'data=mnist'],
      ['--baseline', 'one group on each data set'],
    ],
    ['a baseline of one group', [at('loss'), '--baseline', 'A'], ['--baseline', 'groups to compare']],
    ['a metric that there is not', [runs, '--metric', 'test/acuracy'], ['--metric', 'Try "test/accuracy"']],
    ['a table of another kind', [runs, '--export', at('t.xlsx')], ['--export', 'parquet, csv']],
    ['a table without a kind', [runs, '--export', at('table')], ['--export', '.parquet or .csv']],
    ['a table in no folder', [runs, '--export', at('no', 't.csv')], ['no folder to hold it']],
    ['a table in place of a folder', [runs, '--export', at('a.csv')], ['a folder']],
    ["a page in place of one's file", [runs, '--out', at('notes.txt')], ['another file', 'Try another name']],
    ['a page in place of a folder', [runs, '--out', at('runs')], ['a folder']],
    ['a page and table in one', [runs, '--out', at('x.csv'), '--export', at('x.csv')], ['as --out']],
  ];
  mkdirSync(at('a.csv'), { recursive: true });

  it.each(cases)('%s', async (what, args, says) => {
    const before = contents(folder);
    const place = args.includes('--out') ? [] : ['--out', at('refused.html')];
    await expectRefusal({ what, args: ['compare', ...args, ...place], says });
    expect(contents(folder)).toEqual(before);
  });

  it('no run at all', async () => {
    await expectUsageError({ what: 'none', args: ['compare'], says: ["missing required argument 'runs'"] });
    expect(statSync(at('notes.txt')).size).toBe(4);
  });
});

it('has what was measured: curves, results of a table, and something to compare by', async () => {
  const args = [
    'train',
    network,
    '--rule',
    'ar',
    '--epochs',
    '2',
    '--batch-size',
    '20',
    '--measure-every',
    '6',
  ];
  const run = at('measured');
  expect((await here([...args, '--feedback', 'random', '--out', run, '--quiet'], env)).code).toBe(0);
  const key = 'angle/update/layers.0';
  const table = at('measured.csv');
  const ended = await here(['compare', run, ...out, '--export', table, '--metric', key, '--json'], env);
  expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
  const rows = readJsonLines(join(run, 'measurements.jsonl'));
  expect(JSON.parse(ended.stdout).groups[0].runs[0].value).toBe(rows.at(-1)![key]);
  const data = JSON.parse(
    /id="compare-data">(.*?)<\/script>/s.exec(readFileSync(at('page.html'), 'utf8'))![1],
  );
  const chart = data.charts.find(({ y }: { y: string }) => y === `${key} (degrees)`);
  expect(chart).toMatchObject({ title: 'Angle/update/layers.0, on a fixed batch', shown: false });
  expect(chart.curves[0]).toMatchObject({ step: [0, 6, 12], epoch: [0, 1, 2] });
  expect(readFileSync(table, 'utf8').split('\n')[0]).toContain(`result.${key}`);
  writeFileSync(join(run, 'measurements.jsonl'), '{"epoch": 1}\n');
  await expectRefusal({
    what: 'no step',
    args: ['compare', run, ...out],
    says: ['measurements.jsonl:1.step'],
    env,
  });
});

it('needs no plug-in of the runs that it compares', async () => {
  made(at('plugged'), { accuracy: 0.5 });
  const config = at('plugged', 'config.json');
  const stored = JSON.parse(readFileSync(config, 'utf8'));
  const plugins = [{ file: '/gone/mine.ts', sha256: 'ab' }];
  writeFileSync(config, JSON.stringify({ ...stored, rule: 'mine', ruleOptions: { pull: 2 }, plugins }));
  const ended = await here(['compare', at('plugged'), at('loss'), ...out, '--json']);
  expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
  expect(
    JSON.parse(ended.stdout)
      .groups.map(({ name }: { name: string }) => name)
      .join(),
  ).toContain('mine');
});
