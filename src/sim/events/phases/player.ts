import type { EventQueue } from '../../../messages/queue.js';
import type { TaskOwner } from '../../../messages/task.js';
import { Protocol, type ProtocolState, type Segment } from '../present/protocol.js';
import type { PhasedCircuit } from './circuit.js';
import type { PhaseConductor } from './conductor.js';
import type { PhaseInTime, PhaseInTimeState } from './phase-in-time.js';
import { type Extent, isSweep, placeAfter } from './place.js';

/** What is played, and who leads through it. */
export interface Script {
  readonly conductor: PhaseConductor;
  readonly segments: IterableIterator<Segment, void>;
}

/** Plays a sample; it can be stopped at any time and gone on with. */
export class Player {
  private readonly script: Script;
  private readonly protocol: Protocol;

  /** @param make makes the same script anew */
  constructor(
    queue: EventQueue,
    private readonly circuit: PhasedCircuit,
    private readonly make: () => Script,
  ) {
    this.script = make();
    this.protocol = new Protocol(queue, this.script.segments);
  }

  /** Of all that it plays. */
  get extent(): Extent {
    const { conductor, segments } = this.make();
    return { acts: conductor.acts().map(lengthOf), all: lengthOf(segments) };
  }

  /** Phases in continuous time that have begun. */
  get inTime(): readonly PhaseInTime[] {
    return this.script.conductor.phasesInTime;
  }

  /** Whose tasks may wait, beside those of lines. */
  get owners(): readonly TaskOwner[] {
    return [this.script.conductor, ...this.inTime.flatMap(({ owners }) => owners)];
  }

  /** Plays all that happens up to and including `limit`, in tau. @returns whether it is over */
  advance(limit: number): boolean {
    return this.protocol.advance(limit);
  }

  state(): ProtocolState {
    return this.protocol.state();
  }

  /** Passes over what was played: nobody hears of it. */
  pass(place: ProtocolState): void {
    this.protocol.restore(place);
  }

  /**
   * Neurons, which are as they were, go on from that place.
   * @param inTime a state of each phase in continuous time @param now when it was saved, in tau
   */
  goOn({ over, begun }: ProtocolState, inTime: readonly PhaseInTimeState[], now: number): void {
    const at = placeAfter(this.extent, over);
    const act = at && (begun || at.stretch > 0) ? this.circuit.script[at.act] : undefined;
    if (act && isSweep(act.phase)) this.script.conductor.resume(act);
    for (const [k, phase] of this.inTime.entries()) phase.restore(inTime[k], now);
  }
}

/** How many segments count; nothing of them is played. */
function lengthOf(segments: Iterable<Segment>): number {
  let length = 0;
  for (const { looks } of segments) if (!looks) length++;
  return length;
}
