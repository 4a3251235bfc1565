import { existsSync } from 'node:fs';
import type { Network } from '../../network/network.js';
import { checkParameters, type Parameters } from '../../network/parameters.js';
import { configuredRule } from '../configuration.js';
import type { JsonRow } from '../files.js';
import { parametersOf, tensorOf } from '../parameter-files.js';
import { readSafetensors, writeSafetensors } from '../safetensors/index.js';
import { type Evaluation, evaluating } from '../training/evaluate.js';
import { refuseNonFiniteParameters } from '../training/finite.js';
import { answered, type Pieces } from '../turns.js';
import { runFiles } from './files.js';
import type { Run } from './setup.js';

/** How weights do on the test samples that are not those of the last epoch. */
export interface FurtherEvaluations {
  /** The best by the validation samples, where there are any. */
  readonly best?: Evaluation & {
    readonly epoch: number;
    /** What it was the best by, and its value. */
    readonly monitor: string;
    readonly value: number;
  };
  /** The average of the weights, where one was asked for and has begun. */
  readonly average?: Evaluation & { readonly name: string };
}

/**
 * Judges an epoch by its row of metrics, and keeps its weights where they are the best.
 * @throws {RelaxonError} when a parameter is not finite, or another process has taken the directory over
 */
export async function keepBest({ trainer, simulator, directory, lock }: Run, row: JsonRow): Promise<void> {
  const { judging } = trainer;
  if (!judging) return;
  const [loss, accuracy] = [Number(row['validation/loss']), row['validation/accuracy']];
  const epoch = trainer.epochsDone;
  if (!judging.judge(epoch, { loss, ...(accuracy !== undefined && { accuracy: Number(accuracy) }) })) return;
  const parameters = await simulator.parameters();
  refuseNonFiniteParameters(parameters, trainer.moment);
  lock.assertHeld();
  const { value } = judging.best!;
  const metadata = { epoch: String(epoch), [`validation/${judging.monitor}`]: String(value) };
  writeWeights(runFiles(directory).best, parameters, metadata);
}

const writeWeights = (path: string, parameters: Parameters, metadata: Readonly<Record<string, string>>) =>
  writeSafetensors(
    path,
    Object.entries(parameters).map(([name, values]) => [name, tensorOf(values)] as const),
    metadata,
  );

/** What `keepBest` wrote. @throws {InputError} when it is no longer what it wrote */
function keptIn(path: string, network: Network): Parameters {
  const parameters = parametersOf(readSafetensors(path).tensors, path);
  checkParameters(network, parameters, path);
  return parameters;
}

/**
 * How the best weights, and their average, do on the test samples; the average gets a file. The network has its own weights again
 * afterwards. It yields the samples done.
 */
export function* evaluatingKept(run: Run): Pieces<FurtherEvaluations> {
  const { trainer, directory, simulator, configuration } = run;
  const { best: file, average: averageFile } = runFiles(directory);
  const { average, judging } = trainer;
  const last = yield* answered(simulator.parameters());
  const best = judging?.best;
  let found: FurtherEvaluations = {};
  if (judging && best && existsSync(file)) {
    const evaluation = yield* evaluatingBy(run, keptIn(file, simulator.network));
    found = { best: { ...best, monitor: judging.monitor, ...evaluation } };
  }
  if (average) {
    const { name } = configuration.average!;
    writeWeights(averageFile, average, { average: name });
    found = { ...found, average: { name, ...(yield* evaluatingBy(run, average)) } };
  }
  if (Object.keys(found).length > 0) simulator.setParameters(last);
  return found;
}

function* evaluatingBy(
  { simulator, examples, configuration }: Run,
  parameters: Parameters,
): Pieces<Evaluation> {
  simulator.setParameters(parameters);
  const rule = configuredRule(configuration);
  return yield* evaluating(simulator, examples, configuration.limitTestSamples, rule);
}
