import { EventSimulator } from '../../src/sim/events/engine.js';
import { type Quantum, quantumOf } from '../../src/sim/messages.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import type { Batch, Relaxation } from '../../src/sim/simulator.js';
import { samplesOf } from './batches.js';
import { errorBounds, type Link, linksOf } from './chain.js';
import type { Way } from './quanta.js';
import type { Scene } from './scene.js';

/** What a way comes to with an image. */
export interface Shown {
  readonly messages: number;
  /** Largest error of any activity, at the end and at any time that was looked at. */
  readonly error: number;
  readonly errorEver: number;
  /** Largest bound of any activity, at the end. */
  readonly bound: number;
  /** The largest share of its bound that the error of any activity ever was; NaN where the bound does not hold. */
  readonly share: number;
  /** When the last message was said, in tau since the stimulus. */
  readonly silent: number;
}

/** What it comes to with every image of a scene. */
export function shown(scene: Scene, way: Way, duration: number): Shown[] {
  const { network, parameters, batch } = scene;
  const simulator = new EventSimulator(network, parameters, { grain: 'arbor' });
  const threshold = relaxationOf({ initial: 'zero', messages: 'threshold', ...way.speech(scene) });
  return samplesOf(batch).map((one) => {
    const exact = framesOf(simulator, one, relaxationOf({ initial: 'zero', duration }));
    const { frames, end, last, messages, forward } = framesOf(simulator, one, threshold);
    const links = linksOf(network, parameters, { ...forward, input: one.inputs.input });
    const { quantum, smallestQuantum } = threshold;
    const boundsOf = (of: Quantum) => boundsBelow(links, (layer) => quantumOf(of, layer));
    const [bound, boundAtEnd] = [quantum!, smallestQuantum ?? quantum!].map(boundsOf);
    const errors = frames.map((frame, k) => frame.map((x, i) => Math.abs(x - exact.frames[k][i])));
    const ending = end.map((x, i) => Math.abs(x - exact.end[i]));
    const shares = errors.map((error) => largestShare(error, bound));
    return {
      messages,
      error: largest(ending),
      errorEver: largest(errors.map(largest)),
      bound: largest(boundAtEnd),
      share: way.kind === 'relative' ? Number.NaN : largest([...shares, largestShare(ending, boundAtEnd)]),
      silent: last,
    };
  });
}

const largest = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), 0);

// Where nothing may be off, what is left is rounding.
const largestShare = (errors: readonly number[], bounds: readonly number[]) =>
  largest(errors.map((error, i) => (error < 1e-10 ? 0 : error / bounds[i])));

function boundsBelow(links: readonly Link[], quantum: (layer: string) => number): number[] {
  const bounds = errorBounds(links, 0, quantum);
  return links.flatMap(({ name }) => [...bounds[name]]);
}

/** Activities of all neurons every half tau, and at the end, with when and how often neurons spoke. */
function framesOf(simulator: EventSimulator, batch: Batch, relaxation: Relaxation) {
  const names = Object.keys(simulator.network.nodes);
  const frames: number[][] = [];
  let last = 0;
  const heard = simulator.listen(...names).subscribe(({ kind, time }) => {
    if (kind === 'down.x') last = time;
  });
  const seen = simulator.watch('activity', names, { every: 0.5 }).seen.subscribe(({ values }) => {
    frames.push([...values]);
  });
  const { activity, messages = 0, forward } = simulator.relax(batch, { rule: rules.ar, relaxation });
  heard.unsubscribe();
  seen.unsubscribe();
  return { frames, end: names.flatMap((name) => [...activity[name].data]), last, messages, forward };
}
