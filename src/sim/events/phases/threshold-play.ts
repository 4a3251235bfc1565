import { ThresholdSpeech } from '../../../neurons/phases/threshold-speech.js';
import type { Segment } from '../present/protocol.js';
import { awaited, type InTime, type Mover, moversOf, pass, type Scene } from './in-time.js';

interface Speaker extends Mover {
  readonly speech: ThresholdSpeech;
}

/**
 * A phase in which neurons speak when they have moved by a quantum, for a time or until all are silent: then their states
 * are where they go. What nothing moves by is said when the phase is over.
 */
export function* playThresholds(scene: Scene, options: InTime): Generator<Segment, void> {
  const { queue, lead, signals, moving, onLook } = scene;
  const { act, still, carried, rest } = moving;
  const { duration, flush } = options;
  const follow = carried.filter(({ kind }) => kind === 'set');
  const speakers = speakersOf(scene, options);
  let start = 0;
  const begin = () => {
    start = queue.now();
    lead.all(act.begins, signals);
    lead.all(still, signals);
    for (const { speech } of speakers) speech.begin();
  };
  const look = () => {
    for (const { speech } of speakers) speech.look(queue.now());
    lead.all(follow, signals);
    lead.all(rest, signals, false);
  };
  if (duration === undefined) yield { begin };
  else {
    yield { begin, until: () => start };
    yield* pass(scene, () => start, duration, look);
  }
  // What is under way is not waited for.
  const stop = () => {
    for (const { speech } of speakers) speech.stop();
    for (const { speech } of speakers) speech.look(duration === undefined ? Infinity : queue.now());
    if (flush) beginFlush(scene, speakers);
  };
  const end = () => {
    if (flush) for (const { member } of speakers) member.population.arrivals.end();
    lead.all(follow, signals);
    lead.all(rest, signals);
    if (duration === undefined) onLook?.(0);
  };
  yield { begin: stop, until: () => queue.now(), end };
}

/** All say where they are; then those who move, each when all that it awaits has arrived, settle, and say so. */
function beginFlush({ circuit, queue, lead, signals, moving }: Scene, speakers: readonly Speaker[]): void {
  lead.all(moving.carried, signals);
  const moved = speakers.filter(({ motion }) => motion.moves.length > 0);
  for (const { member, speech } of moved) {
    const { arrivals } = member.population;
    const go = { run: () => speech.settle(arrivals.take()) };
    arrivals.await(awaited(circuit, member.population, moved), () => queue.soon(go));
  }
}

function speakersOf(
  { circuit, queue, moving, lead, signals }: Scene,
  { fineness }: InTime,
): readonly Speaker[] {
  return moversOf(circuit, moving).map(({ member, motion }) => {
    const { population } = member;
    const speak = (units: Int32Array) => {
      for (const said of motion.says) lead.say(said, member, units, signals);
    };
    const around = { queue, signals, speak, fineness: fineness(population.name) };
    return { member, motion, speech: new ThresholdSpeech(population, motion, around) };
  });
}
