import type { Running } from '../sim/events/save/running.js';
import type { Relaxed } from '../sim/simulator.js';
import type { Pieces } from './turns.js';

/** A piece takes so long, in ms, as far as events are close enough together. */
const breath = 50;

/**
 * Plays a presentation to its end. It can be cut anywhere, and nothing changes by it.
 * @param span of simulated time to look ahead at once, in tau
 * @returns what the presentation has left; on the way it yields the time, in tau
 */
export function* playing(running: Running, span: number): Pieces<Relaxed> {
  let [limit, length] = [running.time, span];
  let last = performance.now();
  while (!running.advance(limit)) {
    // Where nothing happens for long, longer pieces reach what comes next.
    length = running.time > limit - length ? span : 2 * length;
    limit += length;
    if (performance.now() - last < breath) continue;
    yield running.time;
    last = performance.now();
  }
  return running.result();
}
