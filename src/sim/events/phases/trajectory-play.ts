import { toldFrom } from '../../../math/trajectory.js';
import { endCourse } from '../../../neurons/phases/drives.js';
import type { Source } from '../../../neurons/phases/future-columns.js';
import { TrajectorySpeech } from '../../../neurons/phases/trajectory-speech.js';
import { quantityOf } from '../../../rules/quantities.js';
import type { Segment } from '../present/protocol.js';
import type { PhasedCircuit } from './circuit.js';
import { awaited, type InTime, type Mover, moversOf, pass, type Scene, sayRest } from './in-time.js';
import type { MovingAct } from './motions.js';
import { endAwaiting } from './waiting.js';

interface TrajectorySpeaker extends Mover {
  readonly speech: TrajectorySpeech;
}

/**
 * A phase in which each neuron says once where it will be, when all that it awaits has arrived. Whoever has heard that
 * knows what it says at any time: only what nothing moves by is said when the phase is over.
 */
export function* playTrajectories(scene: Scene, { duration }: InTime): Generator<Segment, void> {
  const { circuit, queue, lead, signals, moving } = scene;
  const { act, still, carried, rest } = moving;
  const speakers = speakersOf(circuit, moving);
  const populations = speakers.map(({ member }) => member.population);
  const phase = scene.enter(speakers);
  const begin = () => {
    phase.began = queue.now();
    lead.all(act.begins, signals);
    lead.all(still, signals);
    for (const { speech } of speakers) speech.begin(phase.began);
    for (const speaker of speakers) {
      const { population } = speaker.member;
      const go = { run: () => foretell(scene, speaker) };
      population.arrivals.await(awaited(circuit, population, speakers), () => queue.soon(go));
    }
  };
  const look = () => {
    for (const { speech } of speakers) speech.look(queue.now());
    lead.all(carried, signals, false);
  };
  const { name } = act.phase;
  yield { begin, until: () => phase.began, end: () => endAwaiting(populations, name, wanted) };
  yield* pass(scene, phase, duration!, () => {
    look();
    lead.all(rest, signals, false);
  });
  const end = () => {
    look();
    for (const { member, motion } of speakers) {
      endCourse(member.population, queue.now());
      lead.note(member, { ...motion, follows: [] }, member.population.all);
    }
  };
  yield { begin: end, until: () => queue.now() };
  yield* sayRest(scene);
}

function foretell(
  { circuit, queue, lead, signals }: Scene,
  { member, motion, speech }: TrajectorySpeaker,
): void {
  const { population } = member;
  const units = population.arrivals.take();
  speech.foretell(units, signals);
  for (const said of motion.says) {
    lead.count(said, member, population.living(units));
    const voice = population.voices[said.path];
    voice.replay?.foretell(said.keys, units, speech.said[said.path], (one) => toldFrom(one, queue.now()));
    voice.foretell(said.keys, units, (key, unit) => speech.said[said.path][key]!.at(unit, queue.now()));
    for (const { from, to, path, carries } of circuit.projections)
      if (carries && from === population && path === said.path) to.arrivals.arriveAtAll(units.length);
  }
}

const wanted = { what: 'trajectories', expected: 'one from everybody on the way that they go' };

const made = new WeakMap<MovingAct, readonly TrajectorySpeaker[]>();

function speakersOf(circuit: PhasedCircuit, moving: MovingAct): readonly TrajectorySpeaker[] {
  let speakers = made.get(moving);
  if (!speakers) {
    const words = circuit.vocabulary;
    speakers = moversOf(circuit, moving).map((mover) => ({
      ...mover,
      speech: new TrajectorySpeech(mover.member.population, mover.motion, words),
    }));
    for (const speaker of speakers) connect(circuit, moving, speaker, speakers);
    made.set(moving, speakers);
  }
  return speakers;
}

/** What arrives under the keys that move is summed as what it will be. */
function connect(
  { projections, synapses, vocabulary }: PhasedCircuit,
  { equation }: MovingAct,
  { member, speech }: TrajectorySpeaker,
  speakers: readonly TrajectorySpeaker[],
): void {
  for (const [path, keys] of Object.entries(vocabulary.paths)) {
    for (const [k, key] of keys.entries()) {
      if (!equation.carried.has(quantityOf({ kind: 'say', path, key })!)) continue;
      const sources = projections.flatMap((projection, p): Source[] => {
        const { from, to, carries } = projection;
        if (!carries || projection.path !== path || to !== member.population) return [];
        const speaker = speakers.find((one) => one.member.population === from);
        // Whoever does not speak of it now is heard as it last spoke.
        const said = speaker?.speech.said[path][k] ?? { columns: [from.voices[path].said[k]] };
        return [{ said, weigh: (column, sums) => synapses[p].weigh(column, sums) }];
      });
      speech.connect(path, k, sources);
    }
  }
}
