import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../errors.js';
import { asObject, readValue } from '../../schema.js';
import { configurationOf } from '../configuration.js';
import { holds, type JsonRow, readJson, readJsonLines } from '../files.js';
import { runFiles } from '../runs/files.js';
import { readProvenance } from '../runs/read-provenance.js';
import { readStatus } from '../runs/status.js';
import type { LoggedRow, RunRecord, Settings } from './run-record.js';
import { settingsOf } from './settings.js';

const asked = z.looseObject({
  seed: z.int('a whole number'),
  network: z.looseObject({}, 'a network description'),
  rule: z.string('the name of a rule'),
  data: z.string('the name of a data set'),
});
const count = z.int('a count').min(0, 'a count');
const measured = z.looseObject({ step: count });
const cell = z.union([z.number('a number'), z.string(), z.boolean(), z.null()], 'a number, text, or null');
const logged = z
  .looseObject({ kind: z.string('a kind of row'), step: count.optional(), images: count.optional() })
  .catchall(z.union([cell, z.looseObject({})], 'a number, text, or null'));
const evaluated = z.looseObject({
  samples: z.int('a count').min(1, 'at least one sample'),
  loss: z.number('a number').nullable(),
  accuracy: z.number('a number').nullable().optional(),
});

/** Whether a folder is that of a run. */
export const holdsRun = (directory: string): boolean => {
  const { configuration, metrics } = runFiles(directory);
  return [configuration, metrics].every((path) => holds(directory, basename(path)));
};

/** Reads a run of `train` or `stream`, whatever it came to. @throws {InputError} naming the file that is no part of one */
export function readRun(directory: string): RunRecord {
  const files = runFiles(directory);
  const configuration = resolved(files.configuration);
  const { seed, network } = configuration;
  const status = existsSync(files.status) ? readStatus(directory) : undefined;
  const provenance = readProvenance(files.provenance);
  const rows = readJsonLines(files.metrics).map((row, i) => ({
    ...readValue(`${files.metrics}:${i + 1}`, logged, row),
  }));
  const measurements = measurementsIn(files.measurements);
  const evaluation =
    status?.state === 'finished' && existsSync(files.evaluation)
      ? readValue(files.evaluation, evaluated, readJson(files.evaluation))
      : undefined;
  const { error } = (status ?? {}) as { readonly error?: unknown };
  return {
    name: directory,
    settings: settingsOf(configuration),
    ...{ network, seed, state: status?.state ?? 'not begun' },
    ...(typeof error === 'string' && { reason: error }),
    step: status?.step ?? 0,
    epochs: status?.epochs ?? 0,
    data: { name: provenance.data.name, checksum: provenance.data.checksum },
    ...(evaluation && { testSamples: evaluation.samples }),
    rows: [...rows.flatMap(loggedRow), ...measurements],
    results: { ...measurements.at(-1)?.values, ...resultsOf(rows, evaluation) },
    origin: originOf(provenance),
    unit: configuration.command === 'stream' ? 'image' : 'step',
  };
}

// With the defaults that came later; one that this program cannot resolve (of a plugin, say) as it stands.
function resolved(path: string): z.infer<typeof asked> & Readonly<Record<string, unknown>> {
  const stored = readValue(path, asked, asObject(path, readJson(path)));
  if (stored.command !== undefined) return stored;
  try {
    return configurationOf(stored, path) as unknown as z.infer<typeof asked>;
  } catch (error) {
    if (error instanceof InputError) return stored;
    throw error;
  }
}

function loggedRow(row: z.infer<typeof logged>): LoggedRow[] {
  const { kind, step = row.images } = row;
  if (step === undefined || (kind !== 'interval' && kind !== 'epoch')) return [];
  return [{ kind, step, values: numbersIn(row) }];
}

/** What was measured on the way, if anything was. */
function measurementsIn(file: string): LoggedRow[] {
  if (!existsSync(file)) return [];
  return readJsonLines(file).map((row, i) => {
    const {
      step,
      epoch: _,
      ...numbers
    } = readValue(`${file}:${i + 1}`, measured, row) as JsonRow & { step: number };
    // Of errors after some numbers of steps the last counts, as in the report of a run.
    const last = Object.entries(numbers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.at(-1) : value,
    ]);
    return { kind: 'measurement', step, values: numbersIn(Object.fromEntries(last)) };
  });
}

const places: readonly string[] = ['step', 'images', 'time'];

function numbersIn(row: JsonRow): Readonly<Record<string, number>> {
  const entries = Object.entries(row).flatMap(([name, value]): [string, number][] => {
    if (typeof value === 'number' && !places.includes(name)) return [[name, value]];
    return [];
  });
  return Object.fromEntries(entries);
}

/** Names in the last row of a stream, and those that they have elsewhere. */
const ofStreams = {
  testAccuracy: 'test/accuracy',
  onlineAccuracy: 'online/accuracy',
  messages: 'messages per image',
  synapticOperations: 'synaptic operations per image',
  missed: 'missed',
} as const;

function resultsOf(
  rows: readonly JsonRow[],
  evaluation: z.infer<typeof evaluated> | undefined,
): Readonly<Record<string, number>> {
  const epochs = rows.filter(({ kind }) => kind === 'epoch');
  const end = rows.findLast(({ kind }) => kind === 'end') ?? {};
  const { epoch, ...last } = numbersIn(epochs.at(-1) ?? {});
  const streamed = Object.entries(ofStreams).flatMap(([from, to]): [string, number][] => {
    const value = end[from];
    return typeof value === 'number' ? [[to, value]] : [];
  });
  const { accuracy, loss } = evaluation ?? {};
  return {
    ...last,
    ...Object.fromEntries(streamed),
    // What it was judged by at its end, which may not be the last epoch's weights.
    ...(typeof accuracy === 'number' && { 'test/accuracy': accuracy }),
    ...(typeof loss === 'number' && { 'test/loss': loss }),
  };
}

function originOf(provenance: ReturnType<typeof readProvenance>): Settings {
  const { started, git, versions, machine } = provenance;
  return {
    started,
    commit: git?.commit ?? null,
    relaxon: versions.relaxon,
    node: versions.node,
    backend: versions.backend,
    processor: machine.processor,
  };
}
