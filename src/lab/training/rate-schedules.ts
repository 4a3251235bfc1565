import { adding } from '../../registry.js';
import type { RateScheduleFamily } from './rate-schedule.js';
import { constant } from './rate-schedules/constant.js';
import { cosine } from './rate-schedules/cosine.js';
import { exponential } from './rate-schedules/exponential.js';
import { step } from './rate-schedules/step.js';
import { warmUp } from './rate-schedules/warm-up.js';

/** Every learning-rate schedule by name. A new one: one file, one line here. */
export const rateSchedules: Readonly<Record<string, RateScheduleFamily>> = {
  constant,
  step,
  exponential,
  cosine,
  'warm-up': warmUp,
} as object as Record<string, RateScheduleFamily>;

/** Adds a learning-rate schedule at run time. @throws {InputError} */
export const addRateSchedule = adding<RateScheduleFamily>(
  'rateSchedules',
  rateSchedules as Record<string, RateScheduleFamily>,
  {
    ...{ name: 'string', summary: 'string', source: 'string', per: 'string', lasts: 'string' },
    ...{ options: 'object', of: 'function' },
  },
);
