import type { Looks } from '../../messages/samplers.js';
import type { Visits } from '../visits.js';
import { type Incoming, Moments } from './moments.js';
import type { ThresholdSpeech } from './threshold-speech.js';

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
        else speech.stay(unit);
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
    if (!speech.isNewlyDrawn(unit)) return;
    speech.approach(unit, now);
    if (!speech.heard) return;
    if (speech.hasMoved(unit, now)) {
      incoming.bring(j);
      speech.say(this.ones[unit]);
    }
    speech.plan(unit);
  }

  /** It is drawn by what has come at the j-th moment. */
  private draw(unit: number, j: number, incoming: Incoming): void {
    if (this.moments) this.moments.put(unit, j);
    else {
      incoming.bring(j);
      this.speech.find(unit);
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
