/**
 * Time is a float64, and counted: a multiple of a step is one number however it is reached. Where a quotient of two times
 * is within 1e-9 of a whole number it is that number; and a time within rounding of a decimal of some twelve digits is
 * that decimal, so that 0.1 + 0.2, 3 * 0.1 and 0.3 are the same instant.
 */
const near = 1e-9;
/** How far a few additions and multiplications may be off, as a share of the time. */
const rounding = 2 ** -50;

/** The decimal that a time is but for rounding; any other time as it is. */
export function counted(time: number): number {
  // Places that a float64 tells apart a thousand times finer.
  const places = time < 1e3 ? 1e9 : time < 1e6 ? 1e6 : 1e3;
  const scaled = time * places;
  const whole = Math.round(scaled);
  // Nearly always far from any decimal: no need to divide.
  if (Math.abs(whole - scaled) > 2 * rounding * Math.abs(scaled)) return time;
  const decimal = whole / places;
  return Math.abs(decimal - time) <= rounding * Math.abs(time) ? decimal : time;
}

/** The time `delay` after `time`, and never before it. */
export const after = (time: number, delay: number): number => Math.max(time, counted(time + delay));

/** The last time that is the same as this one but for rounding. */
export const lastSameAs = (time: number): number => time + rounding * time;

/** `count` times a time. */
export const multiple = (count: number, time: number): number => counted(count * time);

/** How many steps a time is: a whole number where it is within 1e-9 of one. */
export function stepsIn(time: number, step: number): number {
  const quotient = time / step;
  const whole = Math.round(quotient);
  return Math.abs(quotient - whole) <= Math.max(near, rounding * quotient) ? whole : quotient;
}

/** Steps until a delay is over: ceil(delay / step). */
export const stepsToCover = (delay: number, step: number): number => Math.ceil(stepsIn(delay, step));

/** Whole steps in a duration: floor(duration / step). */
export const wholeSteps = (duration: number, step: number): number => Math.floor(stepsIn(duration, step));

/** How far from a tick of a clock of this period a time may lie and be at the tick all the same. */
export const slackOf = (period: number): number => near * period;
