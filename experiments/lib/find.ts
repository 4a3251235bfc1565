import { nearest, refuse } from '../../src/errors.js';
import type { Experiment } from './experiment.js';

/**
 * The experiment of a name, a number, or a beginning that no other shares; the number before a name may be left out.
 * @throws {InputError} naming the nearest
 */
export function findExperiment(experiments: readonly Experiment[], asked: string): Experiment {
  const names = experiments.map(({ name }) => name);
  const exact = experiments.find(({ name }) => name === asked || bare(name) === asked);
  const numbered =
    /^\d+$/.test(asked) && experiments.find(({ name }) => parseInt(name, 10) === Number(asked));
  const begun = experiments.filter(({ name }) => name.startsWith(asked) || bare(name).startsWith(asked));
  const found = exact || numbered || (asked !== '' && begun.length === 1 && begun[0]);
  if (found) return found;
  const near = nearest(asked, names) ?? nearest(asked, names.map(bare));
  return refuse({
    where: 'experiment.NAME',
    got: JSON.stringify(asked),
    expected: `one of ${names.join(', ')}, its number, or a beginning of one only`,
    hint: near,
  });
}

const bare = (name: string) => name.replace(/^\d+-/, '');
