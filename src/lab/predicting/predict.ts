import { catalogue, type DataSet } from '../../data/index.js';
import { layOut } from '../../network/layout.js';
import type { Values } from '../../network/parameters.js';
import type { Activities, AnySimulator } from '../../sim/simulator.js';
import { givesProbabilities, softmax } from '../judging/probabilities.js';
import { inUnits } from '../judging/units.js';
import type { Subject } from '../trained/subject.js';
import { predicted } from '../training/evaluate.js';
import type { Pieces } from '../turns.js';
import type { Asked } from './inputs.js';
import type { Predictions } from './predictions.js';

/** What to tell of the answers. */
export interface PredictOptions {
  /** Of every node, too. */
  readonly activities?: boolean | undefined;
  /** Samples at a time; in float32 it changes how sums are rounded, and nothing else. */
  readonly batchSize?: number | undefined;
  /** The data that inputs are of, if they are of a data set. */
  readonly data?: DataSet | undefined;
}

/** Samples at a time, if nothing is said. */
export const standardBatch = 500;

/** Answers inputs, in order. It yields the number of samples done. */
export function* predicting(
  simulator: AnySimulator,
  subject: Subject,
  asked: Asked,
  { activities = false, batchSize = standardBatch, data }: PredictOptions = {},
): Pieces<Predictions> {
  const parts: Activities[] = [];
  for (let from = 0; from < asked.samples; from += batchSize) {
    const batch = asked.batch(from, Math.min(from + batchSize, asked.samples));
    parts.push(yield* predicted(simulator, batch, from, subject.rule, activities ? 'nodes' : 'outputs'));
  }
  const all = Object.fromEntries(
    Object.keys(parts[0]).map((name) => [name, joined(parts.map((part) => part[name]))]),
  );
  return predictionsOf(subject, all, activities, asked.samples, data);
}

function predictionsOf(
  subject: Subject,
  all: Activities,
  activities: boolean,
  samples: number,
  data: DataSet | undefined,
): Predictions {
  const { outputs } = layOut(subject.network);
  const [answer] = outputs;
  const { names, classes } = meaningOf(subject, data);
  const isClass = classes || givesProbabilities(answer);
  const named = names?.length === answer.size ? { names } : {};
  return {
    samples,
    outputs: Object.fromEntries(outputs.map(({ name }) => [name, unscaled(all[name], subject)])),
    ...named,
    ...(givesProbabilities(answer) && { probabilities: byRow(all[answer.name], softmax) }),
    ...(isClass && { classes: largestOf(all[answer.name]) }),
    ...(activities && { activities: all }),
  };
}

/** What outputs mean, as far as it is known from what the network was trained on. */
function meaningOf(
  { run, classes: names }: Subject,
  data: DataSet | undefined,
): { readonly names?: readonly string[] | undefined; readonly classes: boolean } {
  if (names) return { names, classes: true };
  const description = run?.provenance.data.description ?? data?.description;
  if (description) {
    const classes = description.task === 'classes';
    return { names: classes ? description.classes : description.targets, classes };
  }
  const entry = catalogue[run?.configuration.data ?? data?.name ?? ''];
  const called = entry && 'classNames' in entry ? entry.classNames : undefined;
  return { names: called, classes: entry !== undefined && 'classes' in entry && entry.classes !== undefined };
}

/** The unit with the largest value in each row; of equal ones, the first. */
function largestOf({ shape: [samples, units], data }: Values): Uint32Array {
  return Uint32Array.from({ length: samples }, (_, row) => {
    const own = data.subarray(row * units, (row + 1) * units);
    let best = 0;
    for (let k = 1; k < units; k++) if (own[k] > own[best]) best = k;
    return best;
  });
}

function unscaled(values: Values, { normalisation }: Subject): Values {
  if (!normalisation?.targets) return values;
  const back = inUnits(normalisation);
  const { shape, data } = values;
  const [, units] = shape;
  return { shape, data: Float64Array.from(data, (output, i) => back(output, i % units)) };
}

function byRow(values: Values, of: (row: Values['data']) => Float64Array): Values {
  const [samples, units] = values.shape;
  const data = new Float64Array(samples * units);
  for (let row = 0; row < samples; row++)
    data.set(of(values.data.subarray(row * units, (row + 1) * units)), row * units);
  return { shape: [samples, units], data };
}

function joined(parts: readonly Values[]): Values {
  if (parts.length === 1) return parts[0];
  const [, units] = parts[0].shape;
  const samples = parts.reduce((sum, { shape }) => sum + shape[0], 0);
  const of = parts[0].data instanceof Float32Array ? Float32Array : Float64Array;
  const data = new of(samples * units);
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { shape: [samples, units], data };
}
