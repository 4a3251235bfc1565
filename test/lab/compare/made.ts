import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationOf } from '../../../src/lab/configuration.js';

/** A run as its folder has it. */
export interface Made {
  readonly configuration?: object;
  readonly seed?: number;
  readonly state?: string;
  readonly accuracy?: number;
  readonly loss?: number;
  readonly samples?: number;
  readonly checksum?: string;
  readonly data?: string;
  /** Rows of metrics before the last epoch's. */
  readonly rows?: readonly object[];
}

const network = {
  input: [4],
  layers: [{ type: 'dense', units: 2, activation: 'linear' }],
};

/** Writes the files of a run, as train does. @returns its folder */
export function made(
  folder: string,
  { configuration = {}, seed = 1, state = 'finished', accuracy, loss = 0.5, samples = 100, ...rest }: Made,
): string {
  const { checksum = 'c0ffee'.repeat(10), data = 'digits', rows = [] } = rest;
  mkdirSync(folder, { recursive: true });
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  write('config.json', configurationOf({ network, data, epochs: 1, seed, ...configuration }));
  write('provenance.json', {
    ...{ started: '2026-01-01T00:00:00.000Z', command: ['train'], seed, git: null, backend: null },
    versions: { relaxon: '0.1.0', node: 'v20', backend: 'wasm' },
    machine: { system: 'linux', processor: 'a, "quoted" one', cores: 2 },
    data: { name: data, checksum, verified: true, source: 'here' },
  });
  if (state !== 'none') write('status.json', { state, step: 20, epochs: state === 'finished' ? 1 : 0 });
  const judged = { loss, ...(accuracy !== undefined && { accuracy }) };
  const test = Object.fromEntries(Object.entries(judged).map(([name, value]) => [`test/${name}`, value]));
  const all = [...rows, { kind: 'epoch', epoch: 1, step: 20, 'train/loss': loss + 0.1, ...test }];
  writeFileSync(join(folder, 'metrics.jsonl'), all.map((row) => `${JSON.stringify(row)}\n`).join(''));
  if (state === 'finished') write('evaluation.json', { samples, ...judged });
  return folder;
}
