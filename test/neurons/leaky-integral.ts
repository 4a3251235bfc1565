import type { Trajectory } from '../../src/math/trajectory.js';

/** The future that leaks from `start` to a drive, from the drive's origin on: integrating shifts its terms by one place. */
export const leakyIntegral = (start: number, { origin, constant, terms }: Trajectory): Trajectory => ({
  origin,
  constant,
  terms: [start - constant, ...terms],
});
