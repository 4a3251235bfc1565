import { layOut } from '../network/layout.js';
import type { Energy } from '../sim/energy.js';
import type { EventSimulator } from '../sim/events/engine.js';
import type { Message } from '../sim/events/message.js';
import { record } from '../sim/events/recorders/index.js';
import { type Audible, select } from '../sim/events/selection.js';
import type { Batch, Relaxed, RelaxPresentation } from '../sim/simulator.js';
import { RasterDots } from './recorders/dots.js';
import { Picture } from './recorders/picture.js';

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

/**
 * Presents one sample and listens to the selected actors.
 * @param hear gets every message heard, in order
 * @throws {InputError} on a selection that names nobody
 */
export function present(
  simulator: EventSimulator,
  stimulus: Pick<Batch, 'inputs'> & Partial<Batch>,
  presentation: RelaxPresentation,
  selections: readonly string[],
  hear: (message: Message) => void = () => {},
): Presented {
  const actors = unique(selections.flatMap((selection) => select(simulator.circuit, selection)));
  const layout = layOut(simulator.network);
  const nodes = layout.nodes.map(({ name }) => name);
  const dots = new RasterDots(actors.map(({ address }) => address));
  const picture = new Picture(simulator, 'activity', nodes, presentation.relaxation.stepSize);
  const listening = record(actors, (message) => {
    dots.hear(message);
    hear(message);
  });
  try {
    const { inputs, targets } = stimulus;
    const relaxed = targets ? simulator.relax({ size: 1, inputs, targets }, presentation) : undefined;
    const outputs = relaxed ? relaxed.forward : simulator.predict(inputs);
    return {
      relaxed,
      outputs: Object.fromEntries(layout.outputs.map(({ name }) => [name, [...outputs[name].data]])),
      messages: dots.count,
      energy: simulator.energy,
      rasterSvg: dots.svg('Messages'),
      activitySvg: relaxed && picture.svg('Activities during the relaxation'),
    };
  } finally {
    listening.unsubscribe();
    picture.stop();
  }
}

// Selections may overlap; nobody is heard twice.
function unique(actors: readonly Audible[]): Audible[] {
  return [...new Map(actors.map((actor) => [actor.address, actor])).values()];
}
