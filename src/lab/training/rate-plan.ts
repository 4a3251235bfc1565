import { z } from 'zod';
import { choose, refuse } from '../../errors.js';
import type { Chosen, RuleOptions } from '../../rules/family.js';
import { readValue } from '../../schema.js';
import { ruleOptionsOf } from '../../sim/rule-options.js';
import { namedParts } from './named-parts.js';
import type { RateSchedule, Unit } from './rate-schedule.js';
import { rateSchedules } from './rate-schedules.js';

/** A schedule of a configuration, with all that it leaves to choose; how long it lasts in epochs, or steps, or until an epoch. */
export type ChosenSchedule = {
  readonly name: string;
  readonly per: Unit;
  readonly epochs?: number;
  readonly steps?: number;
  readonly until?: number;
} & Chosen<RuleOptions>;

const number = 'a number above 0';
const lengths = z.object({
  per: z.enum(['step', 'epoch']).optional(),
  epochs: z.number(number).positive(number).optional(),
  steps: z.int('a whole number above 0').positive('a whole number above 0').optional(),
  until: z.number(number).positive(number).optional(),
});

/**
 * The schedules of a configuration, one after the other. One that lasts to the end of the run has that written down: what a run
 * has learnt does not change when it goes on for longer.
 * @param given a text or list, as `namedParts` has it
 * @param epochs of the run
 * @throws {InputError} naming what is no schedule, or no setting of one
 */
export function schedulesOf(given: unknown, epochs: number, where: string): readonly ChosenSchedule[] {
  const parts = namedParts(given, where);
  return parts.map(({ name, per, epochs: lasting, steps, until, ...chosen }, i) => {
    const at = parts.length > 1 ? `${where}[${i}]` : where;
    const family = choose(`${at}.name`, rateSchedules, name);
    const length = readValue(at, lengths, { per, epochs: lasting, steps, until });
    const options = ruleOptionsOf(family, chosen, at);
    const told = [length.epochs, length.steps, length.until].filter((one) => one !== undefined).length;
    if (told > 1) refuse({ where: at, got: 'more than one length', expected: 'one of epochs, steps, until' });
    const last = i === parts.length - 1;
    if (told === 0 && (!last || family.lasts === 'told'))
      refuse({
        where: at,
        got: `${name} without an end`,
        expected: 'epochs, steps, or until an epoch',
        hint: `${name}:epochs=1`,
      });
    const end = told === 0 && family.lasts === 'run' ? { until: epochs } : {};
    return {
      name,
      per: length.per ?? family.per,
      ...withoutNothing(length),
      ...end,
      ...options,
    } as ChosenSchedule;
  });
}

const withoutNothing = (values: object) =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== undefined && name !== 'per'));

interface Part {
  readonly schedule: RateSchedule;
  /** The first minibatch of the run that is its own, from 0. */
  readonly from: number;
  /** So many minibatches are one of its time. */
  readonly unit: number;
  /** In its time. */
  readonly length: number;
}

/** The learning rate of each minibatch of a run. */
export class RatePlan {
  private readonly parts: readonly Part[];

  /** @throws {InputError} on a part that is over before it begins */
  constructor(schedules: readonly ChosenSchedule[], batchesPerEpoch: number, where = 'learningRateSchedule') {
    let from = 0;
    this.parts = schedules.map(({ name, per, epochs, steps, until, ...chosen }, i) => {
      const end = steps ?? (epochs !== undefined ? Math.round(epochs * batchesPerEpoch) : undefined);
      const lasting = until === undefined ? end : Math.round(until * batchesPerEpoch) - from;
      if (lasting !== undefined && lasting < 1) {
        const got = `${name} from minibatch ${from} on, for ${lasting}`;
        refuse({
          where: `${where}[${i}]`,
          got,
          expected: 'at least one minibatch',
          hint: `${name}:epochs=1`,
        });
      }
      const unit = per === 'epoch' ? batchesPerEpoch : 1;
      const schedule = rateSchedules[name].of(chosen as Chosen<RuleOptions>);
      const part = { schedule, from, unit, length: (lasting ?? Infinity) / unit };
      from += lasting ?? 0;
      return part;
    });
  }

  /** What becomes of a rate at a minibatch, numbered from 0; 0 stays. */
  rate(base: number, step: number): number {
    if (base === 0) return 0;
    const { schedule, from, unit, length } = this.parts.findLast((part) => part.from <= step)!;
    const time = Math.floor((step - from) / unit);
    return schedule.rate(base, Math.min(time, length), length);
  }
}
