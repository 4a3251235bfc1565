import { ThresholdSpeech } from '../../../neurons/phases/threshold-speech.js';
import type { Segment } from '../present/protocol.js';
import { type InTime, type Mover, moversOf, pass, type Scene, sayRest } from './in-time.js';

interface ThresholdSpeaker extends Mover {
  readonly speech: ThresholdSpeech;
}

/**
 * A phase in which neurons speak when they have moved by a quantum, for a time or until all are silent: then their states
 * are where they go. What nothing moves by is said when the phase is over.
 */
export function* playThresholds(scene: Scene, options: InTime): Generator<Segment, void> {
  const { circuit, queue, lead, signals, moving, onLook } = scene;
  const { act, still, carried, rest } = moving;
  const { duration, flush } = options;
  const follow = carried.filter(({ kind }) => kind === 'set');
  const speakers = speakersOf(scene, options);
  const phase = scene.enter(speakers);
  const begin = () => {
    phase.began = queue.now();
    lead.all(act.begins, signals);
    lead.all(still, signals);
    for (const { speech } of speakers) speech.begin();
  };
  const look = () => {
    for (const { speech } of speakers) speech.look(queue.now());
    lead.all(follow, signals);
    // What is late is not known of before it is said.
    if (!circuit.medium.late) lead.all(rest, signals, false);
  };
  if (duration === undefined) yield { begin };
  else {
    yield { begin, until: () => phase.began };
    yield* pass(scene, phase, duration, look);
  }
  // What is under way is not waited for.
  const stop = () => {
    for (const { speech } of speakers) speech.stop();
    for (const { speech, member, motion } of speakers) {
      speech.look(duration === undefined ? Infinity : queue.now());
      lead.note(member, { ...motion, follows: [] }, member.population.all);
    }
  };
  yield { begin: stop, until: () => queue.now() };
  if (flush) yield* settle(scene, speakers);
  yield { begin: () => lead.all(follow, signals), until: () => queue.now() };
  yield* sayRest(scene);
  if (duration === undefined) yield { begin: () => onLook?.(0), until: () => queue.now() };
}

/** All say where they are; then those who move settle and say so, one population after the other as messages go. */
function* settle(
  { circuit, lead, signals, moving }: Scene,
  speakers: readonly ThresholdSpeaker[],
): Generator<Segment, void> {
  yield { begin: () => lead.all(moving.carried, signals) };
  const moved = speakers.filter(({ motion }) => motion.moves.length > 0);
  const up = moved.some(({ motion }) =>
    motion.says.some(({ path }) => circuit.rule.paths[path].way === 'up'),
  );
  for (const { member, speech } of up ? moved : [...moved].reverse())
    yield { begin: () => speech.settle(member.population.all) };
}

function speakersOf(
  { circuit, queue, moving, lead, signals }: Scene,
  { fineness }: InTime,
): readonly ThresholdSpeaker[] {
  return moversOf(circuit, moving).map(({ member, motion }) => {
    const { population } = member;
    const speak = (units: Int32Array) => {
      lead.note(member, motion, units);
      for (const said of motion.says) lead.say(said, member, units, signals);
    };
    const around = {
      queue,
      signals,
      speak,
      fineness: fineness(population.name),
      phase: moving.act.phase.name,
    };
    return { member, motion, speech: new ThresholdSpeech(population, motion, around) };
  });
}
