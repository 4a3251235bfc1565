import { layOut } from '../network/layout.js';
import type { EventSimulator } from '../sim/events/engine.js';
import type { Message } from '../sim/events/message.js';
import { record } from '../sim/events/recorders/messages.js';
import { type Audible, select } from '../sim/events/selection.js';
import type { Batch, Presentation, Relaxation, Relaxed } from '../sim/simulator.js';
import { activities, type Dot, type NodeActivities, raster } from './plots/index.js';

/** Says what happened in one presentation on the event engine. */
export interface Presented {
  /** Undefined when there was no target: then there is a forward sweep only. */
  readonly relaxed: Relaxed | undefined;
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  readonly messages: number;
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
  { rule, relaxation }: Presentation,
  selections: readonly string[],
  hear: (message: Message) => void = () => {},
): Presented {
  const actors = unique(selections.flatMap((selection) => select(simulator.circuit, selection)));
  const rows = new Map(actors.map(({ address }, i) => [address, i]));
  const dots: Dot[] = [];
  let messages = 0;
  const listening = record(actors, (message) => {
    messages++;
    // The plot needs no more than it can show; the log gets everything.
    if (dots.length < maxDots)
      dots.push({ time: message.time, neuron: rows.get(message.source)!, kind: message.kind });
    hear(message);
  });
  try {
    const { targets } = stimulus;
    const relaxed = targets
      ? simulator.relax({ size: 1, inputs: stimulus.inputs, targets }, { rule, relaxation, record: true })
      : undefined;
    const outputs = relaxed ? relaxed.forward : simulator.predict(stimulus.inputs);
    const names = layOut(simulator.network).outputs.map(({ name }) => name);
    return {
      relaxed,
      outputs: Object.fromEntries(names.map((name) => [name, [...outputs[name].data]])),
      messages,
      rasterSvg: raster({ title: 'Messages', dots, y: 'actor, in the order recorded' }),
      activitySvg: relaxed && activitySvg(relaxed, relaxation),
    };
  } finally {
    listening.unsubscribe();
  }
}

const maxDots = 500_000;

// Selections may overlap; nobody is heard twice.
function unique(actors: readonly Audible[]): Audible[] {
  return [...new Map(actors.map((actor) => [actor.address, actor])).values()];
}

function activitySvg({ course }: Relaxed, { stepSize }: Relaxation): string {
  const nodes = Object.keys(course[0]).map((name): NodeActivities => {
    const units = course[0][name].data.length;
    return {
      name,
      times: course.map((_, k) => k * stepSize),
      values: Array.from({ length: units }, (_, unit) => course.map((frame) => frame[name].data[unit])),
    };
  });
  return activities({ title: 'Activities during the relaxation', nodes });
}
