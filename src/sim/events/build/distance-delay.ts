import { refuse } from '../../../errors.js';
import type { Delay } from './delays.js';

/** Where a unit of `size` units lies, on a line. */
export type Position = (unit: number, size: number) => number;

/** Delays that grow with distance. */
export interface DistanceOptions {
  /** Units of position per tau. */
  readonly speed: number;
  /** Added to every delay, in tau; 0 if not given. */
  readonly constant?: number;
  /** Evenly on the unit interval, at (unit + 1/2) / size, if not given. */
  readonly position?: Position;
}

/**
 * Delays of the synapses into a node: |distance| / speed + constant.
 * @param sizes how many units each of the node's parents has
 * @throws {InputError} on a speed that is not finite and above 0, or a negative constant
 */
export function distanceDelay(
  node: string,
  size: number,
  sizes: readonly number[],
  { speed, constant = 0, position = evenly }: DistanceOptions,
): Exclude<Delay, number> {
  const check = (name: string, value: number, fits: boolean, expected: string) => {
    if (!fits) refuse({ where: `delays.${node}.${name}`, got: String(value), expected });
  };
  check('speed', speed, speed > 0 && speed < Infinity, 'a finite number above 0');
  check('constant', constant, constant >= 0 && constant < Infinity, 'a finite time of at least 0 tau');
  return (post, pre, parent) =>
    Math.abs(position(post, size) - position(pre, sizes[parent])) / speed + constant;
}

const evenly: Position = (unit, size) => (unit + 0.5) / size;
