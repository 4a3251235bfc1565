import type { Energy } from '../messages/energy.js';
import type { Message } from '../messages/message.js';
import { layOut } from '../network/layout.js';
import type { EventSimulator } from '../sim/events/engine.js';
import { Running } from '../sim/events/save/running.js';
import { addressesOf } from '../sim/events/watch/named.js';
import type { Batch, Relaxed, RelaxPresentation } from '../sim/simulator.js';
import { playing } from './playing.js';
import { RasterDots } from './recorders/dots.js';
import { drawEveryOf, Picture } from './recorders/picture.js';
import type { Pieces } from './turns.js';

/** Says what happened in one presentation on the event engine. */
export interface Presented {
  /** Undefined when there was no target: then there is a forward sweep only. */
  readonly relaxed: Relaxed | undefined;
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  /** Messages heard. */
  readonly messages: number;
  /** What all cost, heard or not. */
  readonly energy: Energy;
  readonly rasterSvg: string;
  /** Undefined without a relaxation. */
  readonly activitySvg: string | undefined;
}

/** What is presented: a sample with targets, one without, or one that is under way. */
export type Stimulus = (Pick<Batch, 'inputs'> & Partial<Batch>) | Running;

/** Who hears of a presentation. */
export interface Audience {
  /** Gets every message heard, in order. */
  readonly hear?: (message: Message) => void;
  /** Gets the presentation before anything of it has happened, if it relaxes. */
  readonly onBegin?: (running: Running) => void;
}

/**
 * Presents one sample and listens to the selected actors.
 * @returns what happened; on the way it yields the time, in tau
 * @throws {InputError} on a selection that names nobody
 */
export function* presenting(
  simulator: EventSimulator,
  stimulus: Stimulus,
  presentation: RelaxPresentation,
  selections: readonly string[],
  { hear = () => {}, onBegin = () => {} }: Audience = {},
): Pieces<Presented> {
  const { rule, relaxation } = presentation;
  const layout = layOut(simulator.network);
  const nodes = layout.nodes.map(({ name }) => name);
  const every = drawEveryOf(rule, relaxation);
  const dots = new RasterDots(addressesOf(layout, selections));
  const picture = new Picture(simulator, 'activity', nodes, every, rule);
  const listening = simulator.listen(...selections).subscribe((message) => {
    dots.hear(message);
    hear(message);
  });
  let running: Running | undefined;
  try {
    running = runningOf(simulator, stimulus, presentation);
    if (running) onBegin(running);
    const relaxed = running && (yield* playing(running, every));
    const outputs = relaxed ? relaxed.forward : simulator.predict((stimulus as Batch).inputs, rule);
    return {
      relaxed,
      outputs: Object.fromEntries(layout.outputs.map(({ name }) => [name, [...outputs[name].data]])),
      messages: dots.count,
      energy: simulator.energy,
      rasterSvg: dots.svg('Messages of the presentation: who spoke when'),
      activitySvg: relaxed && picture.svg(courseTitle),
    };
  } finally {
    // Where it was not played to its end: then the simulator can present something else.
    running?.abandon();
    listening.unsubscribe();
    picture.stop();
  }
}

function runningOf(
  simulator: EventSimulator,
  stimulus: Stimulus,
  presentation: RelaxPresentation,
): Running | undefined {
  if (stimulus instanceof Running) return stimulus;
  const { inputs, targets } = stimulus;
  return targets && simulator.begin({ size: 1, inputs, targets }, presentation);
}

const courseTitle = 'Activities during the relaxation';
