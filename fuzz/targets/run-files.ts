import { keyOf, readRecords } from '../../experiments/lib/cache.js';
import type { TrainingRecord } from '../../experiments/lib/record.js';
import { configurationOf } from '../../src/lab/configuration.js';
import { exactJson } from '../../src/lab/files/exact-json.js';
import { readJsonLines } from '../../src/lab/files.js';
import { energySections, type MetricRow, report } from '../../src/lab/report/index.js';
import { epochRows } from '../../src/lab/runs/epoch-rows.js';
import { readNormalisation } from '../../src/lab/runs/normalisation-file.js';
import { readProvenance } from '../../src/lab/runs/read-provenance.js';
import { readStatus } from '../../src/lab/runs/status.js';
import { provenanceTable } from '../../src/lab/runs/tables.js';
import { readManifest } from '../../src/lab/seeds/manifest.js';
import { expect, type MakeTarget } from '../target.js';
import { jsonTarget, linesTarget } from './text.js';

/** seeds.json of a folder of runs. */
export const seeds: MakeTarget = (folder) =>
  jsonTarget(folder, 'seeds.json', {
    valid: [{ rule: 'ar', data: 'mnist', checksum: 'ab12', epochs: 3, seeds: [1, 2, 3] }],
    read: () => readManifest(folder),
    write: (read) => read,
  }) as ReturnType<MakeTarget>;

/** status.json of a run. */
export const status: MakeTarget = (folder) =>
  jsonTarget(folder, 'status.json', {
    valid: [
      { state: 'running', step: 0, epochs: 10 },
      { state: 'diverged', step: 12, epochs: 10, epoch: 1, reason: 'loss NaN' },
    ],
    read: () => readStatus(folder),
    write: (read) => read,
  }) as ReturnType<MakeTarget>;

/** provenance.json of a run. */
export const provenance: MakeTarget = (folder) =>
  jsonTarget(folder, 'provenance.json', {
    valid: [
      {
        started: '2026-01-01T00:00:00.000Z',
        command: ['train', '--data', 'digits'],
        seed: 1,
        git: { commit: '0123abc', changed: false },
        versions: { relaxon: '0.1.0', node: 'v20.19.0', backend: 'wasm 4.22.0' },
        backend: {
          name: 'wasm',
          version: '4.22.0',
          passedOver: [{ name: 'tfjs-node', reason: 'not there' }],
        },
        machine: { system: 'linux', processor: 'a', cores: 2 },
        data: { name: 'digits', checksum: 'ab', verified: true, source: 'built in, seed 1' },
      },
    ],
    read: readProvenance,
    use: (read) => {
      for (const cell of Object.values(provenanceTable(read))) {
        expect(typeof cell === 'string' && !cell.includes('undefined'), 'a table with holes');
      }
    },
    write: (read) => read,
  }) as ReturnType<MakeTarget>;

/** normalisation.json of a run. */
export const normalisation: MakeTarget = (folder) =>
  jsonTarget(folder, 'normalisation.json', {
    valid: [
      { mean: [0.4928, 0.4829, 0.447], sd: [0.2474, 0.2441, 0.2621] },
      { mean: [0.1307], sd: [1] },
    ],
    read: () => readNormalisation(folder, { normalise: true }),
    use: (read) => expect(read?.sd.every((sd) => sd > 0) === true, 'a deviation of 0'),
    write: (read) => read,
  }) as ReturnType<MakeTarget>;

const rows = [
  { kind: 'epoch', epoch: 0, step: 0, 'test/loss': 0.5, 'test/accuracy': 0.1 },
  { kind: 'interval', step: 50, 'train/loss': 0.4, 'train/accuracy': 0.2 },
  {
    ...{ kind: 'epoch', epoch: 1, step: 100, 'train/loss': 0.3, 'train/accuracy': 0.4, 'test/loss': 0.3 },
    ...{
      'test/accuracy': 0.5,
      'energy/presentations': 100,
      'energy/messages/up': 1,
      'energy/messages/down': 2,
    },
    ...{ 'energy/messages/teaching': 3, 'energy/operations/up': 4, 'energy/operations/down': 5 },
    'energy/operations/teaching': 6,
  },
  { kind: 'divergence', epoch: 2, step: 120, reason: 'loss NaN' },
]
  .map((row) => `${JSON.stringify(row)}\n`)
  .join('');

const lines = (read: readonly unknown[]) => read.map((row) => `${exactJson(row)}\n`).join('');

/** Rows of JSON: measurements, timings. */
export const jsonLines: MakeTarget = (folder) =>
  linesTarget(folder, 'rows.jsonl', {
    valid: [rows],
    read: readJsonLines,
    write: lines,
  }) as ReturnType<MakeTarget>;

// A text may hold any word, and comes into the page as it is.
const withoutTexts = (row: MetricRow): MetricRow =>
  Object.fromEntries(
    Object.entries(row).map(([key, value], i) => [
      known.test(key) ? key : `other ${i}`,
      typeof value === 'string' ? 'text' : value,
    ]),
  );
const known = /^(epoch|step|(train|test|energy)\/[a-z/]+)$/;

/** Metrics of a run, as far as a report shows them. */
export const metrics: MakeTarget = (folder) =>
  linesTarget<ReturnType<typeof epochRows>>(folder, 'metrics.jsonl', {
    valid: [rows],
    read: epochRows,
    use: (read) => {
      const sections = energySections(read);
      const about = { configuration: {}, provenance: {}, sections };
      const metrics = read.map(withoutTexts);
      const html = report({ title: 'a', summary: 'b', runs: [{ name: 'a', metrics }], ...about });
      expect(!/NaN|undefined|\[object/.test(html), 'a report with holes');
    },
    write: lines,
  }) as ReturnType<MakeTarget>;

const training = {
  key: 'ab12',
  configuration: { network: 'paper', data: 'digits', rule: 'bp', epochs: 2, seed: 3 },
  epochs: [{ epoch: 1, trainLoss: 0.5, trainAccuracy: 0.8, testLoss: 0.6, testAccuracy: 0.75 }],
  final: { testLoss: 0.6, testAccuracy: 0.75 },
  diverged: null,
  measurements: [{ step: 10, angle: 0.2 }],
  ...{ backend: 'wasm 4.22.0', dataSha256: 'ab', seconds: 12 },
};
const lost = { ...training, final: { testLoss: null, testAccuracy: 0.1 } };

/** runs.jsonl of experiments: what was trained before. */
export const trainings: MakeTarget = (folder) =>
  linesTarget<TrainingRecord[]>(folder, 'runs.jsonl', {
    valid: [lines([training, { ...lost, diverged: { step: 3, epoch: 1, reason: 'loss NaN' } }])],
    read: (path) => [...readRecords(path).values()],
    use: (read) => {
      for (const { configuration } of read)
        expect(keyOf(configurationOf(configuration)).length === 16, 'a key');
    },
    write: lines,
  }) as ReturnType<MakeTarget>;
