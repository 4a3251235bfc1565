import { fail } from '../../../errors.js';
import type { SavableSpeech } from '../../../neurons/phases/savable.js';
import { TrajectorySpeech } from '../../../neurons/phases/trajectory-speech.js';
import type { TrajectorySpeechState } from '../../../neurons/phases/trajectory-state.js';
import { Rounds, Turns } from '../../../neurons/phases/turns.js';
import { quantityOf } from '../../../rules/quantities.js';
import type { Segment } from '../present/protocol.js';
import type { PhasedCircuit } from './circuit.js';
import { awaitedBy, type InTime, type Mover, moversOf, pass, type Scene, sayRest } from './in-time.js';
import type { MovingAct } from './motions.js';

interface TrajectorySpeaker extends Mover {
  readonly speech: TrajectorySpeech;
  /** How many messages each neuron waits for. */
  readonly awaited: Int32Array;
}

/**
 * A phase in which each neuron says where it will be when all that it awaits has arrived, and anew whenever it has heard
 * anything new. Whoever has heard that knows what it says at any time: only what nothing moves by is said when it is over.
 */
export function* playTrajectories(scene: Scene, { duration }: InTime): Generator<Segment, void> {
  const { circuit, queue, lead, signals, moving } = scene;
  const { act, still, carried, rest } = moving;
  const rounds = new Rounds(queue);
  const speakers = speakersOf(circuit, moving).map((speaker) => new Speaking(scene, rounds, speaker));
  const phase = scene.enter(speakers.map((speech) => ({ member: speech.speaker.member, speech })));
  const begin = () => {
    phase.began = queue.now();
    lead.all(act.begins, signals);
    lead.all(still, signals);
    for (const one of speakers) one.begin(phase.began);
    for (const one of speakers) one.turns!.begin();
  };
  const look = () => {
    for (const { speaker } of speakers) speaker.speech.look(queue.now());
    lead.all(carried, signals, false);
  };
  const { name } = act.phase;
  const endAwaiting = () => {
    for (const one of speakers) one.checkReady(name);
  };
  yield { begin, until: () => phase.began, end: endAwaiting };
  yield* pass(scene, phase, duration!, () => {
    look();
    // What is late is not known of before it is said.
    if (!circuit.medium.late) lead.all(rest, signals, false);
  });
  // What is under way is not waited for.
  const end = () => {
    look();
    for (const one of speakers) one.end();
  };
  yield { begin: end, until: () => queue.now() };
  yield* sayRest(scene);
}

/** Neurons of a population, in a presentation. */
class Speaking implements SavableSpeech<TrajectorySpeechState> {
  /** Nothing is planned. */
  readonly owners = [];
  turns: Turns | undefined;

  constructor(
    private readonly scene: Scene,
    private readonly rounds: Rounds,
    readonly speaker: TrajectorySpeaker,
  ) {}

  begin(time: number): void {
    const { speech, awaited } = this.speaker;
    speech.begin(time);
    this.goOn(awaited);
  }

  end(): void {
    const { speech, member, motion } = this.speaker;
    const { population } = member;
    const { lead, queue } = this.scene;
    speech.end(queue.now());
    lead.note(member, { ...motion, follows: [] }, population.all);
    population.arrivals.end();
    population.turns = undefined;
  }

  /** @throws {RelaxonError} where some still wait, though everybody has spoken who could */
  checkReady(phase: string): void {
    const waiting = this.turns?.waiting ?? 0;
    if (waiting === 0) return;
    fail({
      where: `phase ${phase}`,
      got: `${waiting} neurons of ${this.speaker.member.population.name} that wait for trajectories`,
      expected: 'one from everybody on the way that they go',
    });
  }

  get schema() {
    return this.speaker.speech.schema;
  }

  state(): TrajectorySpeechState {
    return this.speaker.speech.state();
  }

  restore(state: TrajectorySpeechState): void {
    const { speech, awaited } = this.speaker;
    speech.restore(state);
    if (state.going) this.goOn(new Int32Array(awaited.length));
  }

  /** From now on whoever has heard anything new takes a turn: whatever has come, futures or values. */
  private goOn(awaited: Int32Array): void {
    const { population } = this.speaker.member;
    const turns = new Turns(this.rounds, awaited, (units) => this.foretell(units));
    this.turns = turns;
    population.turns = turns;
    population.arrivals.react(() => {
      for (const unit of population.arrivals.take()) turns.hearAt(unit, 0);
    });
  }

  private foretell(units: Int32Array): void {
    const { queue, lead, signals } = this.scene;
    const { member, motion, speech } = this.speaker;
    const { population } = member;
    const voices = motion.says.map(({ path }) => population.voices[path]);
    // Over lists it matters who of them speaks for the first time.
    const speakers = voices.some(({ uneven }) => uneven) ? speech.unspokenFirst(units) : units;
    const firsts = speech.foretell(units, queue.now(), signals);
    for (const said of motion.says) {
      lead.count(said, member, units);
      population.voices[said.path].foretell(said.keys, speakers, firsts);
    }
  }
}

const made = new WeakMap<MovingAct, readonly TrajectorySpeaker[]>();

function speakersOf(circuit: PhasedCircuit, moving: MovingAct): readonly TrajectorySpeaker[] {
  let speakers = made.get(moving);
  if (!speakers) {
    const words = circuit.vocabulary;
    const movers = moversOf(circuit, moving);
    speakers = movers.map((mover) => ({
      ...mover,
      awaited: awaitedBy(circuit, mover.member.population, movers),
      speech: new TrajectorySpeech(
        ...([mover.member.population, mover.motion, words] as const),
        circuit.relays.includes(mover.member) ? 0 : 1,
      ),
    }));
    for (const speaker of speakers) connect(circuit, moving, speaker);
    made.set(moving, speakers);
  }
  return speakers;
}

/** What arrives under the keys that move is summed as what it will be. */
function connect(
  { projections, futures, vocabulary }: PhasedCircuit,
  { equation }: MovingAct,
  { member, speech }: TrajectorySpeaker,
): void {
  for (const [path, keys] of Object.entries(vocabulary.paths)) {
    for (const [k, key] of keys.entries()) {
      if (!equation.carried.has(quantityOf({ kind: 'say', path, key })!)) continue;
      const sources = projections.flatMap((one, p) =>
        one.carries && one.path === path && one.to === member.population ? [futures[p](k)] : [],
      );
      speech.connect(path, k, sources);
    }
  }
}
