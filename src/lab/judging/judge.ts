import type { DataSet, Split } from '../../data/index.js';
import { layOut } from '../../network/layout.js';
import type { Rule } from '../../sim/rule.js';
import type { Activities, AnySimulator, Batch } from '../../sim/simulator.js';
import { predicted, summedLoss } from '../training/evaluate.js';
import { argmax, type Examples } from '../training/examples.js';
import type { Pieces } from '../turns.js';
import { type Calibration, Reliability, standardBins } from './calibration.js';
import { type Averages, averagesOf, type ClassScore, classScores } from './classes.js';
import { confidenceOf, givesProbabilities } from './probabilities.js';
import { Errors, type Regression } from './regression.js';
import { inUnits } from './units.js';

/** How a network does on samples; what there is beside the loss follows from what targets are. */
export interface Judgement {
  readonly samples: number;
  /** Mean over samples, summed over outputs. */
  readonly loss: number;
  readonly accuracy?: number;
  readonly classes?: readonly ClassScore[];
  readonly averages?: Averages;
  /** `confusion[t][p]`: samples of class t taken for class p. */
  readonly confusion?: readonly (readonly number[])[];
  readonly calibration?: Calibration;
  readonly regression?: Regression;
}

/** What to judge by. */
export interface JudgingOptions {
  readonly split: Split;
  /** The first so many samples; all, if not given. */
  readonly limit?: number | undefined;
  /** By which the network answers; the forward sweep, if not given. */
  readonly rule?: Rule | undefined;
  /** Of the confidence. */
  readonly bins?: number | undefined;
}

/** As in training: the same batches give the same sums, to the bit. */
const batchSize = 500;

/** Judges a network by samples, in order. It yields the number of samples done. */
export function* judging(
  simulator: AnySimulator,
  examples: Examples,
  { split, limit, rule, bins }: JudgingOptions,
): Pieces<Judgement> {
  const samples = Math.min(split.count, limit ?? Infinity);
  const tally = tallyFor(simulator, examples, bins);
  let loss = 0;
  for (let from = 0; from < samples; from += batchSize) {
    const indices = Uint32Array.from({ length: Math.min(batchSize, samples - from) }, (_, i) => from + i);
    const batch = examples.batch(split, indices);
    const outputs = yield* predicted(simulator, batch, from, rule);
    loss += summedLoss(simulator, outputs, batch);
    tally.add(outputs, batch, split, from);
  }
  return { samples, loss: loss / samples, ...tally.result(samples) };
}

/** Adds up what answers come to. */
interface Counting {
  add(outputs: Activities, batch: Batch, split: Split, from: number): void;
  result(samples: number): Omit<Judgement, 'samples' | 'loss'>;
}

function tallyFor(simulator: AnySimulator, examples: Examples, bins = standardBins): Counting {
  const { data, answer } = examples;
  return 'classes' in data ? countingClasses(simulator, data, answer, bins) : measuringErrors(data, examples);
}

function countingClasses(
  { network }: AnySimulator,
  { classes, classNames }: Extract<DataSet, { classes: number }>,
  answer: string,
  bins: number,
): Counting {
  const node = layOut(network).outputs.find(({ name }) => name === answer)!;
  const probabilities = givesProbabilities(node);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const reliability = new Reliability(bins);
  return {
    add: (outputs, { size }, split, from) => {
      const { data } = outputs[answer];
      const guesses = argmax(data, classes);
      for (let row = 0; row < size; row++) {
        const label = 'labels' in split ? split.labels[from + row] : 0;
        confusion[label][guesses[row]]++;
        const own = data.subarray(row * classes, (row + 1) * classes);
        reliability.add(confidenceOf(own, probabilities), guesses[row] === label);
      }
    },
    result: (samples) => {
      const scores = classScores(confusion, classNames);
      const correct = confusion.reduce((sum, row, label) => sum + row[label], 0);
      return {
        ...{ accuracy: correct / samples, classes: scores, averages: averagesOf(scores), confusion },
        calibration: reliability.result(probabilities ? 'softmax' : 'output'),
      };
    },
  };
}

/** In the units of the data, where the network has learned targets that were scaled. */
function measuringErrors(
  { targetSize, description }: Extract<DataSet, { targetSize: number }>,
  { answer, preparation }: Examples,
): Counting {
  const named = description?.targets ?? [];
  const errors = new Errors(Array.from({ length: targetSize }, (_, k) => named[k] ?? String(k + 1)));
  const back = inUnits(preparation.normalisation);
  return {
    add: (outputs, { size }, split, from) => {
      if (!('targets' in split)) return;
      const { data } = outputs[answer];
      for (let row = 0; row < size; row++)
        errors.add(
          (k) => back(data[row * targetSize + k], k),
          (k) => split.targets[(from + row) * targetSize + k],
        );
    },
    result: () => ({ regression: errors.result() }),
  };
}
