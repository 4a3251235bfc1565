import type { Values } from '../../../network/parameters.js';
import { factorsOf } from '../../factors.js';
import type { Batch, Presentation as Presented } from '../../simulator.js';
import { type Told, toldOf } from '../../told.js';
import { uploadAll } from '../transfer.js';
import { putOff } from './put-off.js';
import type { Given } from './stage.js';

/** What runs of a rule are given, whatever is presented. */
export type Bench<T> = Pick<Given<T>, 'm' | 'layout' | 'parameters' | 'rates' | 'rule' | 'course'>;

/** What everybody is told, and what was kept of the samples. */
export type Terms = Partial<Pick<Presented, 'updates' | 'seed' | 'kept'>>;

const dataOf = (factors: Readonly<Record<string, Values>>) =>
  Object.fromEntries(Object.entries(factors).map(([name, { data }]) => [name, data]));

/** A batch, on the device. */
export function givenOf<T>(bench: Bench<T>, given: Batch, terms: Terms): Given<T> {
  // To draw takes a while, and most rules are told nothing.
  const told = putOff(() => toldOf(terms));
  return {
    ...bench,
    batch: given.size,
    inputs: uploadAll(bench.m, given.inputs),
    targets: uploadAll(bench.m, given.targets),
    factors: dataOf(factorsOf(bench.rule, given)),
    get told(): Told {
      return told();
    },
    ...(bench.rule.keeps && terms.kept && { kept: uploadAll(bench.m, terms.kept) }),
  };
}
