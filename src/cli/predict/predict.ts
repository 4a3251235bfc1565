import type { FileOptions } from '../../data/index.js';
import { refuse } from '../../errors.js';
import { writeFileAtomic } from '../../lab/files.js';
import { outTarget, refuseUnwritable } from '../../lab/out-file.js';
import { predictionFormatOf } from '../../lab/predicting/formats.js';
import { type Asked, inputsAsked, readAsked } from '../../lab/predicting/inputs.js';
import { predicting } from '../../lab/predicting/predict.js';
import type { PredictionFormat, Predictions } from '../../lab/predicting/predictions.js';
import { createProgress } from '../../lab/progress.js';
import { type DataOfSubject, dataOf, type SplitName } from '../../lab/trained/data.js';
import { type Subject, subjectOf } from '../../lab/trained/subject.js';
import { refuseOtherInputs } from '../../lab/training/fitting.js';
import { inTurns } from '../../lab/turns.js';
import { layOut } from '../../network/layout.js';
import { backendLine } from '../../sim/batched/backend.js';
import { loadingWithProgress } from '../loading.js';
import { say } from '../output.js';
import { type FileFlags, fileFrom } from '../subject/file-options.js';
import type { EngineFlags } from '../subject/options.js';
import { engineFor, startSubject } from '../subject/start.js';

/** What the command line says of a prediction. */
export interface PredictFlags extends EngineFlags, FileFlags {
  readonly input?: string;
  readonly data?: string;
  readonly split?: SplitName;
  readonly out: string;
  readonly activities?: boolean;
  readonly batchSize?: number;
}

/** What was done. */
export interface Predicted {
  readonly out: string;
  readonly samples: number;
  readonly network: string;
  readonly weights: Subject['weights'];
  readonly engine: string;
  readonly outputs: Readonly<Record<string, number>>;
  /** What is to be said of weights and inputs, a line each; none if there is nothing. */
  readonly notes?: readonly string[];
}

/** Answers inputs, and writes the answers once all are there. @throws {InputError} before anything is written */
export async function predictSubject(
  name: string,
  options: PredictFlags,
  asked: readonly string[],
  signal: AbortSignal,
): Promise<Predicted> {
  const { out, activities, batchSize, quiet = false } = options;
  const format = predictionFormatOf(out);
  refuseUnwritable(out);
  const subject = subjectOf(name, options);
  const engine = engineFor(subject, options, asked);
  refuseUnheld(format, subject, options);
  const { inputs, data } = await sourceOf(subject, options, signal);
  const { simulator, backend } = await startSubject(subject, engine, options);
  if (backend && !quiet) say(backendLine(backend));
  const notes = [...subject.notes, ...inputs.notes];
  if (!quiet) for (const note of notes) say(`note: ${note}`);
  const progress = createProgress({ total: inputs.samples, unit: 'sample', label: 'predicting', quiet });
  try {
    const work = predicting(simulator, subject, inputs, { activities, batchSize, data: data?.data });
    const predictions = await inTurns(work, signal, (done) => progress.update(done, {}));
    refuseNonFinite(subject, predictions);
    writeFileAtomic(outTarget(out), encoded(format, predictions, out));
    return { ...doneOf(subject, engine, predictions, out), ...(notes.length > 0 && { notes }) };
  } finally {
    progress.stop();
    simulator.dispose();
  }
}

function refuseUnheld(
  format: PredictionFormat,
  { network }: Subject,
  { activities, out }: PredictFlags,
): void {
  const outputs = Object.fromEntries(
    layOut(network).outputs.map(({ name, size }) => [name, { shape: [0, size], data: new Float32Array(0) }]),
  );
  const got = format.refusal?.({ outputs, ...(activities && { activities: outputs }) });
  if (got)
    refuse({ where: '--out', got: `${out}: ${got}`, expected: 'another ending', hint: '.safetensors' });
}

async function sourceOf(
  subject: Subject,
  options: PredictFlags,
  signal: AbortSignal,
): Promise<{ readonly inputs: Asked; readonly data?: DataOfSubject }> {
  const { input, data: name, split, quiet } = options;
  const file = fileFrom(options);
  if (input !== undefined) {
    const other = name !== undefined ? '--data' : split !== undefined ? '--split' : undefined;
    if (other) refuse({ where: '--input', got: `also ${other}`, expected: 'one or the other' });
    refuseTargets(file);
    return { inputs: await readAsked(subject, input, file) };
  }
  if (name === undefined && split === undefined)
    refuse({
      where: 'predict',
      got: 'no inputs',
      expected: '--input FILE, or --data NAME',
      hint: '--split test, of the data of a run',
    });
  const loading = loadingWithProgress(signal, quiet);
  try {
    const data = await dataOf(subject, { data: name, split, file, load: loading.options });
    const { network, normalisation } = subject;
    refuseOtherInputs(subject.name, layOut(network).inputs, { name: data.data.name, train: data.split });
    return { inputs: inputsAsked(network, data.split, normalisation, data.notes), data };
  } finally {
    loading.stop();
  }
}

/** @throws {InputError} on options of targets, which are not read */
function refuseTargets({ target, targetFile, task }: FileOptions): void {
  for (const [option, value] of Object.entries({
    '--target': target,
    '--target-file': targetFile,
    '--task': task,
  }))
    if (value !== undefined)
      refuse({
        where: option,
        got: 'it with --input',
        expected: '--data FILE: of inputs alone no target is read',
      });
}

function refuseNonFinite({ weights }: Subject, { outputs, activities = {} }: Predictions): void {
  const bad = Object.entries({ ...outputs, ...activities }).find(
    ([, { data }]) => !Array.prototype.every.call(data, Number.isFinite),
  );
  if (!bad) return;
  const hint = 'other weights, or inputs of the scale that they were trained on';
  refuse({ where: weights.file, got: `answers of ${bad[0]} that are not finite`, expected: 'numbers', hint });
}

function encoded(format: PredictionFormat, predictions: Predictions, out: string): string | Uint8Array {
  try {
    return format.encode(predictions);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse({
      where: out,
      got: 'more than a text can hold',
      expected: 'fewer numbers',
      hint: '.safetensors',
    });
  }
}

function doneOf(
  { name, weights }: Subject,
  engine: string,
  { samples, outputs }: Predictions,
  out: string,
): Predicted {
  const sizes = Object.entries(outputs).map(([node, { shape }]) => [node, shape[1]] as const);
  return { out, samples, network: name, weights, engine, outputs: Object.fromEntries(sizes) };
}
