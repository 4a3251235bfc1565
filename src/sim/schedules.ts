import { adding } from '../registry.js';
import type { Schedule } from './schedule.js';
import { asynchronous } from './schedules/asynchronous.js';
import { synchronous } from './schedules/synchronous.js';
import { topDown } from './schedules/top-down.js';

/** Every schedule by name. A new one: one file, one line here. */
export const schedules = { synchronous, 'top-down': topDown, asynchronous } as const;

/** Adds a schedule at run time. @throws {InputError} */
export const addSchedule = adding<Schedule>('schedules', schedules, { steps: 'function', needs: 'object' });

/** The name of a schedule. */
export type ScheduleName = keyof typeof schedules;
