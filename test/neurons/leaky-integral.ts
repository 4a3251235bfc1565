import type { Trajectory } from '../../src/math/trajectory.js';
import { TrajectoryBuffer } from '../../src/math/trajectory-buffer.js';

/** The future that leaks from `start` to a drive, as neurons compute it. */
export function leakyIntegral(start: number, drive: Trajectory): Trajectory {
  const [heard, own] = [new TrajectoryBuffer(), new TrajectoryBuffer()];
  heard.copy(drive);
  // No error, whatever the sign of a zero.
  own.integrate(start, heard, -0);
  return own.told();
}
