import type { Looks } from '../../messages/samplers.js';
import type { Visits } from '../visits.js';
import { type Incoming, Moments } from './moments.js';
import { findDriveOf } from './settling.js';
import type { ThresholdSpeech } from './threshold-speech.js';
import { isNewlyDrawn } from './threshold-state.js';

/** Neurons of a population that speak of what has moved by a quantum, each taken through a stretch of time by itself. */
export class ThresholdStretch {
  private readonly moments: Moments | undefined;
  private readonly ones: Int32Array[];
  /** What somebody wants to look at in the stretch, and how much of that a neuron has passed. */
  private looks: Looks = [];
  private noted = 0;

  constructor(
    private readonly speech: ThresholdSpeech,
    readonly visits: readonly Visits[],
  ) {
    this.moments = Moments.fit(speech.all) ? new Moments(speech.all) : undefined;
    this.ones = Array.from({ length: speech.population.size }, (_, unit) => Int32Array.of(unit));
  }

  /** They have had their first turn. */
  get begun(): boolean {
    return this.speech.begun;
  }

  /** A stretch begins in which somebody wants to look. */
  open(looks: Looks): void {
    this.looks = looks;
    this.speech.notes.open(looks);
  }

  /** Somebody looks at the n-th; at nobody any more where that is -1. */
  show(n: number): void {
    this.speech.notes.show(n);
  }

  /** A neuron goes through all that comes to it, and its visits, up to a time and with it. */
  play(unit: number, incoming: Incoming, last: number): void {
    const { speech, moments } = this;
    const { count, times } = incoming;
    this.noted = 0;
    const goes = speech.going && !speech.idle && !speech.population.silent?.[unit];
    if (goes && count > 0) moments?.find(unit, incoming);
    for (let j = 0; ; ) {
      const visit = this.nextVisit(unit);
      const comes = j < count && times[j] <= visit;
      const time = comes ? times[j] : visit;
      if (this.noted < this.looks.length) this.note(unit, Math.min(time, last), incoming, j - 1);
      if (time > last) return;
      incoming.standAt(time);
      let due = comes;
      if (visit === time) due = this.reaches(unit, time) || due;
      if (goes && due) {
        if (comes) this.draw(unit, j, incoming);
        else for (const { drives, leaks } of speech.moving) drives[unit] = leaks.drive[unit];
        this.turn(unit, time, incoming, comes ? j : j - 1);
      }
      if (comes) j++;
    }
  }

  /** Somebody wants to look before a time. @param j the last moment */
  private note(unit: number, before: number, incoming: Incoming, j: number): void {
    const { looks, speech } = this;
    for (; this.noted < looks.length && looks[this.noted].due < before; this.noted++) {
      incoming.bring(j);
      speech.notes.take(unit, this.noted);
    }
  }

  /** It goes on. @param j the last moment */
  private turn(unit: number, now: number, incoming: Incoming, j: number): void {
    const { speech } = this;
    const { moving } = speech;
    if (!isNewlyDrawn(moving, unit)) return;
    for (let m = 0; m < moving.length; m++) moving[m].leaks.approach(unit, now, moving[m].drives[unit]);
    if (!speech.heard) return;
    if (speech.hasMoved(unit, now)) {
      incoming.bring(j);
      speech.say(this.ones[unit]);
    }
    for (let m = 0; m < moving.length; m++) moving[m].thresholds!.plan(moving[m].leaks, unit);
  }

  /** It is drawn by what has come at the j-th moment. */
  private draw(unit: number, j: number, incoming: Incoming): void {
    if (this.moments) this.moments.put(unit, j);
    else {
      incoming.bring(j);
      findDriveOf(this.speech.all, unit);
    }
  }

  /** When a neuron is visited next, in tau. */
  private nextVisit(unit: number): number {
    const { visits } = this;
    let next = Infinity;
    for (let m = 0; m < visits.length; m++) {
      const time = visits[m].thresholds.waiting[unit];
      if (time < next) next = time;
    }
    return next;
  }

  /** It is visited. @returns whether it had planned that */
  private reaches(unit: number, time: number): boolean {
    const { visits } = this;
    let planned = false;
    for (let m = 0; m < visits.length; m++) if (visits[m].thresholds.reaches(unit, time)) planned = true;
    return planned;
  }
}
