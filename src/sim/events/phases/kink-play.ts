import { fail } from '../../../errors.js';
import { type Speech, sampled, threshold } from '../../../neurons/phases/speech.js';
import type { Kinks } from '../../phase-end.js';
import type { Segment } from '../present/protocol.js';
import { awaitedBy, type InTime, type Mover, pass, type Scene, sayRest } from './in-time.js';
import { type DrivingMessage, type KinkSpeaker, KinkWiring } from './kink-wiring.js';
import type { MovingAct } from './motions.js';

/**
 * A phase in which slopes move: each neuron says where it will be when all that it awaits has arrived, and again when its
 * drive or its slope has changed. Whoever has heard that knows what it says at any time: only what nothing moves by is said
 * when the phase is over.
 */
export function* playKinks(scene: Scene, { duration, band = 0 }: InTime): Generator<Segment, void> {
  const { circuit, queue, lead, signals, moving } = scene;
  const { act, still, rest } = moving;
  const { speakers } = new KinkWiring(scene, band);
  const phase = scene.enter(speakers);
  // Of whoever plays it, from its beginning or from where it was saved.
  const note = () => void happenedIn.set(moving, () => sumOf(speakers));
  phase.onRestored = note;
  const begin = () => {
    phase.began = queue.now();
    note();
    lead.all(act.begins, signals);
    lead.all(still, signals);
    sayJumps(scene, speakers);
    for (const { member, speech } of speakers) {
      speech.begin(awaitedBy(circuit, member.population, speakers.map(driving)));
    }
  };
  const look = () => {
    circuit.hush(true);
    for (const { speech } of speakers) speech.sight.look(queue.now());
    circuit.hush(false);
  };
  yield { begin, until: () => phase.began };
  yield* pass(scene, phase, duration!, () => {
    look();
    // What is late is not known of before it is said.
    if (!circuit.medium.late) lead.all(rest, signals, false);
  });
  const end = () => {
    look();
    for (const speaker of speakers) {
      endMoving(speaker, act.phase.name);
      const { member, motion } = speaker;
      lead.note(member, { ...motion, follows: [] }, member.population.all);
    }
  };
  yield { begin: end, until: () => queue.now() };
  yield* sayRest(scene);
}

/** With what drives others alone. */
const driving = ({ member, motion }: KinkSpeaker): Mover => ({
  member,
  motion: { ...motion, says: (motion.says as readonly DrivingMessage[]).filter(({ drives }) => drives) },
});

/**
 * States that begin elsewhere than they were last said to be: slopes are taken before anybody says where they will be, so all
 * who move say where they are.
 */
function sayJumps({ lead, signals }: Scene, speakers: readonly KinkSpeaker[]): void {
  const say = (speechOf: (speaker: KinkSpeaker) => Speech) => {
    for (const speaker of speakers) {
      const { population } = speaker.member;
      for (const said of speaker.motion.says as readonly DrivingMessage[])
        if (!said.drives && population.voices[said.path].fan > 0)
          lead.say(said, speaker.member, population.all, signals, speechOf(speaker));
    }
  };
  let jump = false;
  const nobody: Speech = {
    speakers: (units, composed, said) => {
      jump ||= composed.some((column, k) => units.some((unit) => column[unit] !== said[k][unit]));
      return none;
    },
  };
  say(() => nobody);
  if (jump) say(({ motion }) => (motion.moves.length > 0 ? sampled : onChange));
}
const none = new Int32Array(0);
const onChange = threshold(0);

const sumOf = (speakers: readonly KinkSpeaker[]): Kinks =>
  speakers
    .map(({ speech }) => speech.happened)
    .reduce((a, b) => ({ crossed: a.crossed + b.crossed, held: a.held + b.held }));

function endMoving({ member, speech }: KinkSpeaker, phase: string): void {
  const waiting = speech.stop();
  if (waiting === 0) return;
  fail({
    where: `phase ${phase}`,
    got: `${waiting} neurons of ${member.population.name} that wait for trajectories`,
    expected: 'one from everybody on the way that they go',
  });
}

const happenedIn = new WeakMap<MovingAct, () => Kinks>();

/** What happened at kinks in a phase that was played last; undefined where slopes do not move, or by steps. */
export const kinksOf = (moving: MovingAct | undefined): Kinks | undefined =>
  moving && happenedIn.get(moving)?.();
