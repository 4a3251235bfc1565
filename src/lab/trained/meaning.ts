import { type Answers, catalogue, type Normalisation } from '../../data/index.js';
import { refuse } from '../../errors.js';
import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { givesProbabilities } from '../judging/probabilities.js';
import type { Subject } from './subject.js';

/** What a network answers, as far as it is known: from the data set that it was trained on, from what was said, from its loss. */
export function answersOf({ network, run, classes }: Pick<Subject, 'network' | 'run' | 'classes'>): Answers {
  const [answer] = layOut(network).outputs;
  const { size } = answer;
  if (classes) return { size, task: 'classes', classes };
  const entry = run && catalogue[run.configuration.data];
  if (!entry) return { size, ...(givesProbabilities(answer) && { task: 'classes' }) };
  if (!('classes' in entry) || entry.classes === undefined) return { size, task: 'regression' };
  const names = 'classNames' in entry ? entry.classNames : undefined;
  return {
    ...{ size, task: 'classes' },
    classes: names ?? Array.from({ length: entry.classes }, (_, label) => String(label)),
  };
}

/** @throws {InputError} on names of classes that are not one for each unit, or not different */
export function checkClasses(network: Network, classes: readonly string[]): void {
  const [{ name, size }] = layOut(network).outputs;
  const where = '--classes';
  if (classes.length !== size)
    refuse({ where, got: `${classes.length} names`, expected: `${size}, one for each unit of ${name}` });
  const twice = classes.find((one, i) => classes.indexOf(one) < i);
  if (twice !== undefined)
    refuse({ where, got: `${JSON.stringify(twice)} twice`, expected: 'a name for each unit' });
  if (classes.includes('')) refuse({ where, got: 'an empty name', expected: 'a name for each unit' });
}

/** @throws {InputError} on a scaling that is not of the inputs or outputs of a network */
export function checkScaling(file: string, network: Network, { mean, targets }: Normalisation): void {
  const { inputs, outputs } = layOut(network);
  for (const { name, size, shape } of inputs) {
    const channels = shape.length === 3 ? shape[2] : 1;
    if ([1, channels, size].includes(mean.length)) continue;
    const expected = `1, ${channels > 1 ? `${channels}, ` : ''}or ${size} of input ${name}`;
    refuse({ where: `${file}.mean`, got: `${mean.length} numbers`, expected });
  }
  for (const { name, size } of targets ? outputs : [])
    if (targets!.mean.length !== size)
      refuse({
        where: `${file}.targets.mean`,
        got: `${targets!.mean.length} numbers`,
        expected: `${size} of output ${name}`,
      });
}
