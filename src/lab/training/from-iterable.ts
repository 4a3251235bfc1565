import { refuse } from '../../errors.js';
import { layOut } from '../../network/layout.js';
import type { AnySimulator, Batch, Relaxation } from '../../sim/simulator.js';
import { type Configuration, configuredRule } from '../configuration.js';
import { ratesOf } from './rates.js';

/** A sample on its own: what every input of a network gets, and what every output is to answer. */
export interface Sample {
  readonly input: ArrayLike<number>;
  /** A class 0 .. outputs - 1, to be taught one-hot, or as many numbers as an output has units. */
  readonly target: number | ArrayLike<number>;
}

/** How a minibatch went. */
export interface MinibatchTrained {
  /** Minibatches so far, this one included. */
  readonly step: number;
  readonly samples: number;
  /** Mean over its samples. */
  readonly loss: number;
}

/** More minibatches than a run has: no asynchronous order comes again under the next seed. */
const orders = 2 ** 24;

/**
 * Trains on samples that come one after the other and never lie in memory together: a file that is read row by row, a generator,
 * a sensor. They are learned in the order in which they come, in minibatches of `batchSize`, the last of which may be smaller; each
 * is yielded once it is learned, and nothing is read ahead of it. The same samples and settings give the same weights, to the bit.
 * @param configuration of which rule, relaxation, rates, optimiser, batch size and seed are taken
 * @param step minibatches that were done before, of a training that goes on
 * @throws {InputError} naming the sample that has another size, a number that is not finite, or a class that is none; and on a rule
 *   that keeps states of samples, which do not come again
 */
export async function* trainFrom(
  simulator: AnySimulator,
  samples: AsyncIterable<Sample> | Iterable<Sample>,
  configuration: Configuration,
  step = 0,
): AsyncGenerator<MinibatchTrained, void, void> {
  const rule = configuredRule(configuration);
  if (rule.kind === 'phases' && rule.rule.keeps)
    refuse({
      where: `rule ${rule.name}`,
      got: 'states that it keeps of each sample',
      expected: 'a rule that keeps none',
    });
  const { batchSize, seed } = configuration;
  const { inputs, outputs } = layOut(simulator.network);
  const minibatch = async (batch: Batch): Promise<MinibatchTrained> => {
    const relaxation = relaxationAt(configuration, step);
    const presented = { rule, relaxation, ...ratesOf(configuration), updates: step, seed };
    const { loss } = await simulator.train(batch, presented);
    step++;
    return { step, samples: batch.size, loss };
  };
  let waiting: Sample[] = [];
  let first = 0;
  for await (const sample of samples) {
    waiting.push(sample);
    if (waiting.length < batchSize) continue;
    yield await minibatch(batchOf(waiting, first, inputs, outputs));
    first += waiting.length;
    waiting = [];
  }
  if (waiting.length > 0) yield await minibatch(batchOf(waiting, first, inputs, outputs));
}

function relaxationAt({ relaxation, seed }: Configuration, step: number): Relaxation {
  if (relaxation.schedule !== 'asynchronous') return relaxation;
  return { ...relaxation, seed: (relaxation.seed ?? seed) * orders + step };
}

interface Place {
  readonly name: string;
  readonly size: number;
}

function batchOf(
  samples: readonly Sample[],
  first: number,
  inputs: readonly Place[],
  outputs: readonly Place[],
): Batch {
  const size = samples.length;
  const all = (
    places: readonly Place[],
    of: (sample: Sample, place: Place, where: string) => ArrayLike<number>,
  ) =>
    Object.fromEntries(
      places.map((place) => {
        const data = new Float32Array(size * place.size);
        for (const [row, sample] of samples.entries()) {
          const where = `sample ${first + row + 1}`;
          data.set(checked(of(sample, place, where), place, where), row * place.size);
        }
        return [place.name, { shape: [size, place.size], data }];
      }),
    );
  return { size, inputs: all(inputs, ({ input }) => input), targets: all(outputs, targetFor) };
}

function targetFor({ target }: Sample, { size, name }: Place, where: string): ArrayLike<number> {
  if (typeof target !== 'number') return target;
  if (!Number.isInteger(target) || target < 0 || target >= size)
    refuse({
      where: `${where}: target`,
      got: String(target),
      expected: `a class 0 .. ${size - 1}, for ${name}`,
    });
  return new Float32Array(size).fill(1, target, target + 1);
}

function checked(numbers: ArrayLike<number>, { name, size }: Place, where: string): ArrayLike<number> {
  if (numbers.length !== size)
    refuse({ where, got: `${numbers.length} numbers for ${name}`, expected: String(size) });
  const bad = Array.prototype.findIndex.call(numbers, (x) => !Number.isFinite(Math.fround(x)));
  if (bad >= 0)
    refuse({ where: `${where}, number ${bad + 1}`, got: String(numbers[bad]), expected: 'a finite number' });
  return numbers;
}
