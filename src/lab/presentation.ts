import type { Energy } from '../messages/energy.js';
import type { Message } from '../messages/message.js';
import { layOut } from '../network/layout.js';
import type { EventSimulator } from '../sim/events/engine.js';
import { Running } from '../sim/events/save/running.js';
import { record } from '../sim/events/watch/index.js';
import { type Audible, type Selected, select } from '../sim/events/watch/selection.js';
import type { Batch, Relaxed, RelaxPresentation } from '../sim/simulator.js';
import { playing } from './playing.js';
import { RasterDots } from './recorders/dots.js';
import { drawEvery, Picture } from './recorders/picture.js';
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
  const actors = unique(selections.flatMap((selection) => select(simulator.circuit, selection)));
  const layout = layOut(simulator.network);
  const nodes = layout.nodes.map(({ name }) => name);
  const dots = new RasterDots(actors.map(({ address }) => address));
  const picture = new Picture(simulator, 'activity', nodes, drawEvery(presentation.relaxation));
  const listening = record(actors.map(counting), (message) => {
    dots.hear(message);
    hear(message);
  });
  let running: Running | undefined;
  try {
    running = runningOf(simulator, stimulus, presentation);
    if (running) onBegin(running);
    const relaxed = running && (yield* playing(running, presentation.relaxation.stepSize));
    const outputs = relaxed ? relaxed.forward : simulator.predict((stimulus as Batch).inputs);
    return {
      relaxed,
      outputs: Object.fromEntries(layout.outputs.map(({ name }) => [name, [...outputs[name].data]])),
      messages: dots.count,
      energy: simulator.energy,
      rasterSvg: dots.svg('Messages'),
      activitySvg: relaxed && picture.svg('Activities during the relaxation'),
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

// Of neurons and inputs those messages that count as what all cost; of synapses what arrives.
function counting(actor: Selected): Audible {
  return 'neuron' in actor ? { address: actor.address, messages: actor.neuron.counted } : actor;
}

// Selections may overlap; nobody is heard twice.
function unique(actors: readonly Selected[]): Selected[] {
  return [...new Map(actors.map((actor) => [actor.address, actor])).values()];
}
