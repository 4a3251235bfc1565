import { RelaySpeech } from '../../../neurons/phases/relay-speech.js';
import { ThresholdSpeech } from '../../../neurons/phases/threshold-speech.js';
import type { Segment } from '../present/protocol.js';
import { type InTime, type Mover, moversOf, pass, type Scene, sayRest } from './in-time.js';
import { stretchesOf } from './stretches-of.js';
import { saying, settleInTurn } from './turns.js';

interface OnChangeSpeaker extends Mover {
  readonly speech: ThresholdSpeech | RelaySpeech;
}

/**
 * A phase in which neurons speak when they have moved by a quantum, for a time or until all are silent: then their states
 * are where they go. Relays pass on what they hear in the instant in which they do. What nothing moves by is said when the phase
 * is over.
 */
export function* playThresholds(scene: Scene, options: InTime): Generator<Segment, void> {
  const { circuit, queue, lead, signals, moving, onLook } = scene;
  const { act, still, carried, rest } = moving;
  const { duration, flush } = options;
  const follow = carried.filter(({ kind }) => kind === 'set');
  const speakers = speakersOf(scene, options);
  const phase = scene.enter(speakers);
  const stretches = stretchesOf(scene, speakers);
  phase.onRestored = () => {
    if (speakers.some(({ speech }) => speech instanceof ThresholdSpeech && speech.going))
      queue.later.playBy(stretches);
  };
  const begin = () => {
    phase.began = queue.now();
    lead.all(act.begins, signals);
    lead.all(still, signals);
    for (const { speech } of speakers) speech.begin();
    queue.later.playBy(stretches);
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
    // Courses say where neurons are: there is nothing else to be set for those who look.
    const sets = scene.counted || follow.length + rest.length > 0;
    yield* pass(sets ? scene : { ...scene, onLook: undefined }, phase, duration, look);
  }
  // What is under way is not waited for.
  const stop = () => {
    // Silent, all go where they are going, which is no state of this time.
    if (duration === undefined) queue.samplers.sampleThrough(queue.now());
    for (const { speech } of speakers) speech.stop();
    for (const { speech, member, motion } of speakers) {
      speech.look(duration === undefined ? Infinity : queue.now());
      lead.note(member, { ...motion, follows: [] }, member.population.all);
    }
  };
  yield { begin: stop, until: () => queue.now() };
  if (flush) {
    yield { begin: () => lead.all(carried, signals) };
    yield* settleInTurn(
      scene,
      speakers.map(({ speech, ...mover }) => ({ ...mover, settle: (units) => speech.settle(units) })),
    );
  }
  yield { begin: () => lead.all(follow, signals), until: () => queue.now() };
  yield* sayRest(scene);
  if (duration === undefined) yield { begin: () => onLook?.(0), until: () => queue.now() };
}

function speakersOf(scene: Scene, { fineness }: InTime): readonly OnChangeSpeaker[] {
  const { circuit, queue, moving, signals } = scene;
  const onArrival = passingOn(scene, () => speakers);
  const speakers = moversOf(circuit, moving).map((mover): OnChangeSpeaker => {
    const { member, motion } = mover;
    const { population } = member;
    const speak = saying(scene, mover);
    if (circuit.relays.includes(member))
      return { member, motion, speech: new RelaySpeech(population, motion, { signals, speak, onArrival }) };
    const around = {
      queue,
      signals,
      speak,
      fineness: fineness(population.name),
      phase: moving.act.phase.name,
    };
    return { member, motion, speech: new ThresholdSpeech(population, motion, around) };
  });
  return speakers;
}

/**
 * When all others have spoken in an instant, relays pass on what has arrived, outputs first: nobody waits for himself, so that each
 * has heard all who are relays before it has its turn.
 */
function passingOn({ circuit, queue }: Scene, speakers: () => readonly OnChangeSpeaker[]): () => void {
  let planned = false;
  const run = () => {
    planned = false;
    for (const relay of circuit.relays) {
      const { speech } = speakers().find(({ member }) => member === relay)!;
      if (speech instanceof RelaySpeech) speech.passOn();
    }
  };
  return () => {
    if (!planned) queue.lastly({ run });
    planned = true;
  };
}
