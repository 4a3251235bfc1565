import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src/lab/safetensors/index.js';
import { here } from './here.js';
import { jsonFile, tensor, tensorFile } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const network = jsonFile(folder, 'net.json', {
  input: [3],
  layers: [
    { type: 'dense', units: 4, activation: 'relu' },
    { type: 'dense', units: 4, activation: 'tanh' },
    { type: 'dense', units: 2, activation: 'linear' },
  ],
  loss: 'mse',
  init: { weight: { type: 'normal', sd: 0.8 } },
});
const input = tensorFile(folder, 'taught.safetensors', [
  ['input', tensor([1, 3], [0.25, -1, 0.5])],
  ['target', tensor([1, 2], [1, 0])],
]);
const untaught = tensorFile(folder, 'untaught.safetensors', [['input', tensor([1, 3], [0.25, -1, 0.5])]]);
const cells = jsonFile(folder, 'cells.json', {
  'layers.0': { noise: { kind: 'white', sd: 0.1 }, tau: 1.5 },
});
const circumstances = [
  ...['--steps', '60', '--delay', 'uniform:0,2', '--cells', cells],
  ...['--loss', '0.2', '--retransmit', '1', '--jitter', '0.5', '--duplicate', '0.2', '--seed', '3'],
];
const path = (name: string) => join(folder, name);
const saved = path('saved.safetensors');

async function simulate(out: string, ...options: string[]) {
  const ended = await here(['simulate', ...options, '--out', path(out), '--json']);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const { outputs, loss } = JSON.parse(ended.stdout);
  return { outputs, loss, log: readFileSync(path(`${out}/messages.jsonl`), 'utf8') };
}

const refused = async (...options: string[]) => {
  const ended = await here(['simulate', ...options, '--out', path('refused')]);
  expect(ended.code).toBe(2);
  expect(existsSync(path('refused'))).toBe(false);
  return ended.stderr;
};

type Done = Awaited<ReturnType<typeof simulate>>;
let whole: Done;
let stopped: Done;

beforeAll(async () => {
  [whole, stopped] = await Promise.all([
    simulate('whole', network, '--input', input, ...circumstances),
    simulate('stopped', network, '--input', input, ...circumstances, '--save-at', '16', saved),
  ]);
});

describe('simulate --save-at and --restore', () => {
  it('changes nothing by saving', () => {
    expect(stopped).toEqual(whole);
  });

  it.each(['synapse', 'arbor'])('goes on to the same end, grain %s', async (grain) => {
    const { log, ...rest } = await simulate(`restored-${grain}`, '--restore', saved, '--grain', grain);
    const { log: all, ...outcome } = whole;
    expect(rest).toEqual(outcome);
    expect(log.length).toBeGreaterThan(1000);
    expect(log.length).toBeLessThan(all.length - 1000);
    expect(all.endsWith(log)).toBe(true);
  });

  it('keeps weights where others can read them', () => {
    const { tensors } = readSafetensors(saved);
    expect(tensors.size).toBeGreaterThan(5);
    const name = 'running/circuit/weights/layers.1.weight/values';
    expect(tensors.get(name)).toMatchObject({ dtype: 'F64', shape: [16] });
  });

  it('saves what was restored again', async () => {
    const again = path('again.safetensors');
    await simulate('second', '--restore', saved, '--save-at', '17', again);
    const { log } = await simulate('third', '--restore', again);
    expect(whole.log.endsWith(log)).toBe(true);
  });

  it('refuses what cannot be', async () => {
    const again = ['--restore', saved];
    const late = [network, '--input', input, '--save-at'];
    const damaged = path('damaged.safetensors');
    writeFileSync(damaged, readFileSync(saved).subarray(0, 5000));
    const cases: [string[], RegExp][] = [
      [['--input', input], /simulate: got no network, expected NETWORK --input FILE, or --restore FILE/],
      [[network], /got no --input/],
      [[network, ...again], /--restore: got also .*net.json, expected none/],
      [[...again, '--delay', '2'], /--restore: got also --delay, expected none/],
      [['--restore', input], /got another kind of safetensors.*, expected relaxon simulation 5/],
      [['--restore', damaged], /damaged.safetensors/],
      [
        [...late, '1000', saved],
        /--save-at: got 1000 tau; the simulation is over at \d+.*, expected an earlier/,
      ],
      [[...late, '3'], /--save-at: got 3, expected a time in tau and a file. Try --save-at 3 FILE/],
      [[...late, 'soon', saved], /soon/],
      [[network, '--input', untaught, '--save-at', '1', saved], /got no target in the input/],
    ];
    for (const [options, line] of cases) expect(await refused(...options)).toMatch(line);
  });
});

describe('simulate --replay', () => {
  const scene = [network, '--input', input, ...circumstances];

  it('comes to the same end, and says so', async () => {
    const log = path('whole/messages.jsonl');
    const { code, stdout } = await here(['simulate', ...scene, '--replay', log, '--out', path('replayed')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/every message of .*messages.jsonl came at its time/);
    expect(readFileSync(path('replayed/messages.jsonl'), 'utf8')).toBe(whole.log);
  });

  it('refuses the log of another simulation', async () => {
    const log = ['--replay', path('whole/messages.jsonl')];
    const other = await here(['simulate', network, '--input', input, ...log, '--out', path('refused')]);
    expect(other.code).not.toBe(0);
    expect(other.stderr).toMatch(/messages.jsonl:\d+: got .* of layers.0\[\d\]/);
    expect(existsSync(path('refused'))).toBe(false);
  });
});
