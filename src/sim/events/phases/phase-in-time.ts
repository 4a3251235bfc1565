import { z } from 'zod';
import { time } from '../../../messages/schemas.js';
import type { TaskOwner } from '../../../messages/task.js';
import type { SavableSpeech } from '../../../neurons/phases/savable.js';
import type { Member } from './circuit.js';

/** What a phase in continuous time is saved as; it stays until the presentation is over, for its tasks may wait. */
export interface PhaseInTimeState {
  readonly phase: string;
  /** In tau. */
  readonly began: number;
  /** By population. */
  readonly speeches: Readonly<Record<string, unknown>>;
}

/** Neurons that speak in continuous time, and how. */
export interface Speaker {
  readonly member: Member;
  readonly speech: SavableSpeech;
}

/** A phase in continuous time that is played, and how its neurons speak. */
export class PhaseInTime {
  /** When it began, in tau. */
  began = 0;
  /** Up to this time, in tau, somebody else could look. */
  seen = -Infinity;
  /** Called when it has been restored. */
  onRestored: (() => void) | undefined;

  private readonly speeches: readonly (readonly [name: string, speech: SavableSpeech])[];

  constructor(
    private readonly phase: string,
    speakers: readonly Speaker[],
  ) {
    this.speeches = speakers.map(({ member, speech }) => [member.population.name, speech]);
  }

  get spoken(): readonly SavableSpeech[] {
    return this.speeches.map(([, speech]) => speech);
  }

  get owners(): readonly TaskOwner[] {
    return this.speeches.flatMap(([, { owners }]) => owners);
  }

  /** What a state of it has to be. */
  get schema(): z.ZodType<PhaseInTimeState> {
    const speeches = this.speeches.map(([name, { schema }]) => [name, schema]);
    return z.strictObject({
      phase: z.literal(this.phase, `phase ${this.phase}`),
      began: time,
      speeches: z.strictObject(Object.fromEntries(speeches)),
    });
  }

  state(): PhaseInTimeState {
    const { phase, began } = this;
    const speeches = this.speeches.map(([name, speech]) => [name, speech.state()]);
    return { phase, began, speeches: Object.fromEntries(speeches) };
  }

  /** @param now when it was saved, in tau */
  restore({ began, speeches }: PhaseInTimeState, now: number): void {
    this.began = began;
    this.seen = now;
    for (const [name, speech] of this.speeches) speech.restore(speeches[name]);
    this.onRestored?.();
  }
}
