import type { ClassSet, DataSet, RealSet, Split } from '../../data/index.js';
import { logSumExp, numbers } from '../../math/numbers.js';
import { layOut } from '../../network/layout.js';
import type { Values } from '../../network/parameters.js';
import type { Rule } from '../../sim/rule.js';
import type { Activities, Answering, AnySimulator, Batch, Simulator } from '../../sim/simulator.js';
import { answered, atOnce, type Pieces } from '../turns.js';
import { argmax, type Examples } from './examples.js';
import { ErrorTally, type TargetError } from './target-errors.js';

/** How a network does on a split; accuracy and confusion only where targets are classes. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy?: number;
  readonly samples: number;
  /** Only where targets are numbers. */
  readonly errors?: readonly TargetError[];
  /** `confusion[t][p]`: samples of class t taken for class p. */
  readonly confusion?: readonly (readonly number[])[];
}

/** How it does on a data set of this kind. */
export type EvaluationOn<D extends DataSet> = D extends ClassSet
  ? Required<Omit<Evaluation, 'errors'>>
  : Evaluation;

const batchSize = 500;
/** Images that the event engine sweeps at a time. */
const pieceSize = 20;

/** The samples of a data set that a network is judged by. */
export type JudgingSplit = 'test' | 'validation';

/** How the network does on the test samples, or those for validation, in order; all of them, or the first `limit`. */
export const evaluate = <D extends DataSet>(
  simulator: Simulator,
  examples: Examples<D>,
  limit?: number | null,
  rule?: Rule,
  split?: JudgingSplit,
): EvaluationOn<D> => atOnce(evaluating(simulator, examples, limit, rule, split));

/** The same in pieces, of at most some tenths of a second: it yields the number of samples done. */
export function* evaluating<D extends DataSet>(
  simulator: AnySimulator,
  examples: Examples<D>,
  limit?: number | null,
  rule?: Rule,
  split: JudgingSplit = 'test',
): Pieces<EvaluationOn<D>> {
  const data: DataSet = examples.data;
  const test = data[split] ?? data.test;
  const samples = Math.min(test.count, limit ?? Infinity);
  const confusion = 'classes' in data ? emptyConfusion(data.classes) : undefined;
  const errors =
    'classes' in data ? undefined : errorTally(data, examples.preparation.normalisation?.targets?.sd);
  let loss = 0;
  for (let from = 0; from < samples; from += batchSize) {
    const indices = Uint32Array.from({ length: Math.min(batchSize, samples - from) }, (_, i) => from + i);
    const batch = examples.batch(test, indices);
    const outputs = yield* predicted(simulator, batch, from, rule);
    loss += summedLoss(simulator, outputs, batch);
    errors?.add(outputs[examples.answer].data, batch.targets[examples.answer].data);
    if (confusion) countAnswers(confusion, test, from, outputs[examples.answer].data);
  }
  const mean = loss / samples;
  if (!confusion) return { loss: mean, samples, errors: errors!.result() } as Evaluation as EvaluationOn<D>;
  const correct = confusion.reduce((sum, row, label) => sum + row[label], 0);
  return { loss: mean, accuracy: correct / samples, samples, confusion } as EvaluationOn<D>;
}

const errorTally = ({ targetSize, description }: RealSet, sd: readonly number[] | undefined) =>
  new ErrorTally(
    Array.from({ length: targetSize }, (_, k) => description?.targets[k] ?? String(k + 1)),
    sd,
  );

const emptyConfusion = (classes: number): number[][] =>
  Array.from({ length: classes }, () => new Array<number>(classes).fill(0));

function countAnswers(confusion: number[][], test: Split, from: number, answers: ArrayLike<number>): void {
  if (!('labels' in test)) return;
  for (const [row, guess] of argmax(answers, confusion.length).entries())
    confusion[test.labels[from + row]][guess]++;
}

/** What outputs, or all nodes, answer to a batch, in pieces. @param from the number of samples before it */
export function* predicted(
  simulator: AnySimulator,
  { inputs, size }: Pick<Batch, 'inputs' | 'size'>,
  from: number,
  rule: Rule | undefined,
  of?: Answering,
): Pieces<Activities> {
  const piece = simulator.engine === 'events' ? pieceSize : size;
  const parts: Activities[] = [];
  for (let row = 0; row < size; row += piece) {
    const end = Math.min(row + piece, size);
    const images = mapValues(inputs, (values) => rowsOf(values, row, end));
    parts.push(yield* answered(simulator.predict(images, rule, of)));
    yield from + end;
  }
  return mapValues(parts[0], (_, name) => joined(parts.map((part) => part[name])));
}

function rowsOf({ shape: [, units], data }: Values, from: number, end: number): Values {
  return { shape: [end - from, units], data: data.subarray(from * units, end * units) };
}

function joined(parts: readonly Values[]): Values {
  if (parts.length === 1) return parts[0];
  const [, units] = parts[0].shape;
  const data = Float64Array.from(parts.flatMap((part) => [...part.data]));
  return { shape: [data.length / units, units], data };
}

const mapValues = (set: Readonly<Record<string, Values>>, to: (values: Values, name: string) => Values) =>
  Object.fromEntries(Object.entries(set).map(([name, values]) => [name, to(values, name)]));

/** Loss of a batch at those answers, summed over outputs and samples. */
export function summedLoss(simulator: AnySimulator, outputs: Activities, { size, targets }: Batch): number {
  let sum = 0;
  for (const { name, loss, size: units } of layOut(simulator.network).outputs) {
    for (let row = 0; row < size; row++) {
      const activities = outputs[name].data.subarray(row * units, (row + 1) * units);
      const pooled = loss!.pool ? logSumExp(activities) : 0;
      for (let i = 0; i < units; i++) {
        const target = targets[name].data[row * units + i];
        sum += loss!.share(numbers, { activity: activities[i], target, pooled });
      }
    }
  }
  return sum;
}
