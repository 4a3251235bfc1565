import { after, multiple, wholeSteps } from '../../../math/time.js';
import type { EventQueue } from '../../../messages/queue.js';
import type { Motion } from '../../../neurons/phases/motion.js';
import type { Population } from '../../../neurons/phases/population.js';
import type { Speech } from '../../../neurons/phases/speech.js';
import type { Fineness } from '../../../neurons/speech.js';
import type { Signals } from '../../../rules/rule.js';
import { degreesOf, type Projection } from '../../../synapses/phases/projection.js';
import type { SteplessWay } from '../../continuous.js';
import type { Segment } from '../present/protocol.js';
import type { Member, PhasedCircuit } from './circuit.js';
import { type MovingAct, motionOf } from './motions.js';
import type { PhaseInTime, Speaker } from './phase-in-time.js';
import { hopsOf, untilSaid } from './place.js';
import type { Message, Step } from './script.js';

/** How phases that move go without steps: in continuous time, or straight to where they lead. */
export interface InTime {
  readonly way: SteplessWay;
  /** In tau; if not given, until all are silent. */
  readonly duration: number | undefined;
  readonly fineness: (node: string) => Fineness;
  /** At last all say where they are, one after the other in the way that messages go. */
  readonly flush: boolean;
  /** How far beyond a kink a slope changes, where slopes move, in units of pre-activation; 0 if not given. */
  readonly band?: number;
}

/** Who has neurons do what a statement says. */
export interface Lead {
  /** Somebody is told of states as they are set. */
  readonly watched: boolean;
  /** @param heard what they say is news, and counts; if not, everybody who hears it has known it already */
  all(list: readonly Step[], signals: Signals, heard?: boolean): void;
  say(message: Message, member: Member, units: Int32Array, signals: Signals, speech?: Speech): void;
  /** States of some neurons, and what follows them, are where they are now. */
  note(member: Member, motion: Motion, units: Int32Array): void;
  /** Some neurons have said where they will be. */
  count(message: Message, member: Member, speakers: Int32Array): void;
}

/** Neurons that move, or speak of what moves. */
export interface Mover {
  readonly member: Member;
  readonly motion: Motion & { readonly says: readonly Message[] };
}

/** A phase in continuous time, and all who have a part in it. */
export interface Scene {
  readonly circuit: PhasedCircuit;
  readonly queue: EventQueue;
  readonly moving: MovingAct;
  readonly lead: Lead;
  readonly signals: Signals;
  /** Looks at the k-th multiple of a step's size, where anybody does; at 0 where it lasts until silence. */
  readonly onLook: ((k: number) => void) | undefined;
  /** Somebody hears of each of these. */
  readonly counted: boolean;
  /** The phase is to be gone on with from anywhere: before its first stretch. */
  readonly enter: (speakers: readonly Speaker[]) => PhaseInTime;
}

/** All who move in a phase, or speak of what moves. */
export function moversOf(circuit: PhasedCircuit, moving: MovingAct): readonly Mover[] {
  const all = circuit.members.map((member) => ({ member, motion: motionOf(circuit, moving, member) }));
  return all.filter(
    ({ motion: { moves, says, follows } }) => moves.length + says.length + follows.length > 0,
  );
}

/**
 * How many messages each neuron of a population receives at once when some have spoken for the first time: over synapses without
 * a delay. What comes over wires that are not perfect is not waited for.
 */
export function awaitedBy(
  { projections }: PhasedCircuit,
  to: Population,
  speakers: readonly Mover[],
): Int32Array {
  const messages = new Int32Array(to.size);
  for (const projection of projections) {
    if (projection.to !== to || !projection.carries || projection.rough) continue;
    const speaker = speakers.find(({ member }) => member.population === projection.from);
    const said = speaker?.motion.says.filter(({ path }) => path === projection.path) ?? [];
    if (said.length === 0) continue;
    const prompt = promptInto(projection);
    for (let unit = 0; unit < to.size; unit++) messages[unit] += said.length * prompt[unit];
  }
  return messages;
}

/** How many synapses without a delay each neuron has. */
function promptInto(projection: Projection): Int32Array {
  const { from, to, lag } = projection;
  if (typeof lag === 'number') return lag === 0 ? degreesOf(projection) : new Int32Array(to.size);
  if (projection.pattern) {
    const prompt = new Int32Array(to.size);
    const { to: ends } = projection.pattern;
    for (let k = 0; k < lag.length; k++) if (lag[k] === 0) prompt[ends[k] % to.size]++;
    return prompt;
  }
  const promptTo = (unit: number) =>
    lag.subarray(unit * from.size, (unit + 1) * from.size).filter((one) => one === 0).length;
  return Int32Array.from({ length: to.size }, (_, unit) => promptTo(unit));
}

/** Time passes, and somebody looks. */
export function* pass(
  { signals, onLook }: Scene,
  phase: PhaseInTime,
  duration: number,
  look: () => void,
): Generator<Segment, void> {
  const every = signals.stepSize;
  const looks = onLook ? wholeSteps(duration, every) : -1;
  for (let k = 0; k <= looks; k++) {
    const until = () => after(phase.began, multiple(k, every));
    const end = () => {
      if (until() <= phase.seen) return;
      look();
      onLook!(k);
    };
    yield { until, end, looks: true };
  }
  yield { until: () => after(phase.began, duration) };
}

/** What nothing moves by is said when it is over; nobody goes on before it has arrived. */
export function* sayRest({ circuit, queue, lead, signals, moving }: Scene): Generator<Segment, void> {
  for (const some of untilSaid(circuit, moving.rest)) {
    const begin = () => lead.all(some, signals);
    yield circuit.medium.late ? { begin, hops: hopsOf(some) } : { begin, until: () => queue.now() };
  }
}
