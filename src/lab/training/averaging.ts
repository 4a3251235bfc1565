import { choose, refuse } from '../../errors.js';
import type { Parameters, Values } from '../../network/parameters.js';
import type { Chosen, RuleOptions } from '../../rules/family.js';
import { ruleOptionsOf } from '../../sim/rule-options.js';
import { averages } from './averages.js';
import { namedParts } from './named-parts.js';
import type { WeightAverage } from './weight-average.js';

/** An average of a configuration, with all that it leaves to choose. */
export type ChosenAverage = { readonly name: string } & Chosen<RuleOptions>;

/**
 * Reads `ema`, `swa:last=3` or an object with a name, and fills in the rest.
 * @param epochs of the run
 * @throws {InputError} on what is no average, and on more than one
 */
export function averageOf(given: unknown, epochs: number, where: string): ChosenAverage {
  const parts = namedParts(given, where);
  if (parts.length > 1) refuse({ where, got: `${parts.length} averages`, expected: 'one' });
  const [{ name, ...asked }] = parts;
  const family = choose(`${where}.name`, averages, name);
  const chosen = ruleOptionsOf(family, asked, where);
  return { name, ...(family.resolved?.(chosen, epochs) ?? chosen) } as ChosenAverage;
}

/** How often an average has taken weights in: JSON. The average itself stands beside it as tensors. */
export interface AveragingState {
  readonly name: string;
  readonly taken: number;
}

/** Averages the weights of a run, in the precision that its engine gives them in. */
export class Averaging {
  private readonly average: WeightAverage;

  constructor(
    private readonly chosen: ChosenAverage,
    private taken = 0,
    private values: Parameters | undefined = undefined,
  ) {
    const { name, ...options } = chosen;
    this.average = averages[name].of(options as Chosen<RuleOptions>);
  }

  get state(): AveragingState {
    return { name: this.chosen.name, taken: this.taken };
  }

  /** The average, once there is one. */
  get parameters(): Parameters | undefined {
    return this.taken === 0 ? undefined : this.values;
  }

  /** Whether it takes weights in now, after a minibatch. @param epoch done, if that was its last */
  takes(epoch: number | undefined): boolean {
    const { each, from } = this.average;
    return each === 'step' || (epoch !== undefined && epoch >= from);
  }

  /** Takes weights in. */
  take(weights: Parameters): void {
    const share = this.taken === 0 ? 1 : this.average.share(this.taken);
    const before = this.values;
    const entries = Object.entries(weights).map(([name, values]) => [
      name,
      before === undefined || this.taken === 0 ? copied(values) : nearer(before[name], values, share),
    ]);
    this.values = Object.fromEntries(entries);
    this.taken++;
  }
}

const copied = ({ shape, data }: Values): Values => ({ shape, data: data.slice() });

/** average + share (weights - average), in place. */
function nearer(average: Values, { data }: Values, share: number): Values {
  const into = average.data;
  for (let i = 0; i < into.length; i++) into[i] += share * (data[i] - into[i]);
  return average;
}
