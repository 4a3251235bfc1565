import { join } from 'node:path';
import { isOwnData } from '../../data/index.js';
import { refuse } from '../../errors.js';
import { fillFolder, writeFileAtomic } from '../../lab/files.js';
import { type Judgement, judging } from '../../lab/judging/judge.js';
import { figuresOf, pageOf } from '../../lab/judging/page.js';
import { createProgress } from '../../lab/progress.js';
import { writeJson } from '../../lab/runs/first-files.js';
import { provenanceOf } from '../../lab/runs/provenance.js';
import { networkLine, provenanceTable } from '../../lab/runs/tables.js';
import { type DataOfSubject, dataOf } from '../../lab/trained/data.js';
import { type Subject, subjectOf } from '../../lab/trained/subject.js';
import { Examples } from '../../lab/training/examples.js';
import { keptPreparation } from '../../lab/training/preparation.js';
import { inTurns } from '../../lab/turns.js';
import { type Backend, backendLine, backendName } from '../../sim/batched/backend.js';
import { loadingWithProgress } from '../loading.js';
import { say } from '../output.js';
import { fileFrom } from '../subject/file-options.js';
import { engineFor, startSubject } from '../subject/start.js';
import type { EvaluateOptions } from './options.js';

/** What an evaluation is of, and what came of it: JSON. */
export interface EvaluationRecord extends Judgement {
  readonly network: string;
  readonly weights: Subject['weights'];
  readonly data: { readonly name: string; readonly checksum: string; readonly split: string | null };
  readonly engine: string;
  readonly backend: string | null;
  /** What is to be said of how a file was read, a line each; none if there is nothing. */
  readonly notes?: readonly string[];
}

/** Judges a network, and writes what `--out` asks for. @throws {InputError} before anything is written */
export async function evaluateSubject(
  name: string,
  options: EvaluateOptions,
  asked: readonly string[],
  signal: AbortSignal,
): Promise<EvaluationRecord> {
  const subject = subjectOf(name, options);
  refuseIdleClasses(options);
  const engine = engineFor(subject, options, asked);
  const found = await loaded(subject, options, signal);
  const examples = examplesFor(subject, found, options);
  if (options.out === undefined) return (await judged()).record;
  return fillFolder(options.out, async (folder) => {
    const { record, backend } = await judged();
    write(folder, subject, found, record, backend);
    return record;
  });

  async function judged() {
    const { simulator, backend } = await startSubject(subject, engine, options);
    if (!options.quiet) for (const line of linesBefore(subject, found, backend)) say(line);
    const { limitSamples: limit, bins, quiet = false } = options;
    const total = Math.min(found.split.count, limit ?? Infinity);
    const progress = createProgress({ total, unit: 'sample', label: 'evaluating', quiet });
    try {
      const work = judging(simulator, examples, { split: found.split, limit, rule: subject.rule, bins });
      const judgement = await inTurns(work, signal, (done) => progress.update(done, {}));
      if (!Number.isFinite(judgement.loss)) refuseNonFinite(subject, judgement);
      return { record: recordOf(subject, found, engine, backend, judgement), backend };
    } finally {
      progress.stop();
      simulator.dispose();
    }
  }
}

/** @throws {InputError} on names of classes that nobody looks up */
function refuseIdleClasses({ data, classes }: EvaluateOptions): void {
  if (classes === undefined || data === undefined || isOwnData(data)) return;
  const got = `it for the data set ${data}`;
  refuse({
    where: '--classes',
    got,
    expected: 'a file, whose classes are found by their names',
    hint: '--data FILE',
  });
}

async function loaded(subject: Subject, options: EvaluateOptions, signal: AbortSignal) {
  const { data, split, quiet } = options;
  const loading = loadingWithProgress(signal, quiet);
  try {
    return await dataOf(subject, { data, split, file: fileFrom(options), load: loading.options });
  } finally {
    loading.stop();
  }
}

/** Inputs as the run gave them to the network, never augmented. */
function examplesFor(
  { network, normalisation, name }: Subject,
  { data }: DataOfSubject,
  { bins }: EvaluateOptions,
) {
  if (bins !== undefined && !('classes' in data))
    refuse({ where: '--bins', got: `it for ${data.name}, whose targets are numbers`, expected: 'classes' });
  return new Examples(network, data, name, keptPreparation(normalisation, data));
}

function refuseNonFinite({ weights }: Subject, { loss }: Judgement): never {
  const hint = 'other weights, or inputs of the scale that they were trained on';
  return refuse({ where: weights.file, got: `a loss of ${loss}`, expected: 'finite answers', hint });
}

function linesBefore(
  { weights, notes }: Subject,
  found: DataOfSubject,
  backend: Backend | undefined,
): string[] {
  const { data } = found;
  return [
    ...(backend ? [backendLine(backend)] : []),
    `data ${data.name} from ${data.source}, sha256 ${data.checksum.slice(0, 12)}`,
    `weights ${weights.file}, sha256 ${weights.sha256.slice(0, 12)}`,
    ...[...notes, ...found.notes].map((note) => `note: ${note}`),
  ];
}

function recordOf(
  { name, weights }: Subject,
  { data, name: split, notes }: DataOfSubject,
  engine: string,
  backend: Backend | undefined,
  judgement: Judgement,
): EvaluationRecord {
  return {
    ...{ network: name, weights, engine, backend: backend ? backendName(backend) : null },
    data: { name: data.name, checksum: data.checksum, split: split ?? null },
    ...(notes.length > 0 && { notes }),
    ...judgement,
  };
}

/** What samples are called: `10000 test samples of mnist`. */
export const judgedBy = ({ samples, data }: EvaluationRecord): string =>
  `${samples} ${data.split === null ? '' : `${data.split} `}samples of ${data.name}`;

function write(
  folder: string,
  { network, run }: Subject,
  { data }: DataOfSubject,
  record: EvaluationRecord,
  backend: Backend | undefined,
): void {
  const by = judgedBy(record);
  for (const [name, svg] of Object.entries(figuresOf(record, by)))
    writeFileAtomic(join(folder, `${name}.svg`), svg);
  writeJson(join(folder, 'evaluation.json'), record);
  const page = pageOf(record, {
    title: `Evaluation of ${record.network}`,
    judgedBy: by,
    configuration: {
      network: networkLine(run?.configuration.network ?? network),
      ...{ weights: record.weights.file, 'weights sha256': record.weights.sha256 },
      ...{ data: record.data.name, split: record.data.split, engine: record.engine },
      ...(run && { rule: run.configuration.rule }),
    },
    provenance: provenanceTable(provenanceOf(data, run?.configuration.seed ?? 1, backend)),
  });
  writeFileAtomic(join(folder, 'report.html'), page);
}
