import type { Visits } from '../visits.js';
import type { Inlet } from './inlet.js';
import type { ThresholdSpeech } from './threshold-speech.js';

/** Neurons of a population that speak of what has moved by a quantum, each taken through a stretch of time by itself. */
export class ThresholdStretch {
  private readonly read: ReadonlySet<Inlet>;
  private readonly ones: Int32Array[];

  constructor(
    private readonly speech: ThresholdSpeech,
    readonly visits: readonly Visits[],
  ) {
    const { size } = speech.population;
    this.read = readBy(speech);
    this.ones = Array.from({ length: size }, (_, unit) => Int32Array.of(unit));
  }

  /** They have had their first turn. */
  get begun(): boolean {
    return this.speech.begun;
  }

  /** They hear of what arrives. */
  private get reacts(): boolean {
    return this.speech.going && !this.speech.idle;
  }

  /** What all look at whenever anything has come, as far as that is known. */
  get reads(): ReadonlySet<Inlet> | undefined {
    const { speech, read } = this;
    return this.reacts && !speech.population.silent ? read : undefined;
  }

  /** When a neuron is visited next, in tau. */
  nextVisit(unit: number): number {
    const { visits } = this;
    let next = Infinity;
    for (let m = 0; m < visits.length; m++) {
      const time = visits[m].thresholds.waiting[unit];
      if (time < next) next = time;
    }
    return next;
  }

  /** Something arrives at a neuron at the present time, or it is visited. */
  meet(unit: number, time: number, arrived: boolean): void {
    const { visits, speech } = this;
    let goes = arrived;
    for (let m = 0; m < visits.length; m++) if (visits[m].thresholds.reaches(unit, time)) goes = true;
    if (goes && this.reacts && !speech.population.silent?.[unit]) speech.turnOne(unit, time, this.ones[unit]);
  }
}

/** Inlets that are in the programs by which neurons go on. */
function readBy({ moving, motion, population }: ThresholdSpeech): ReadonlySet<Inlet> {
  const recipes = [...moving, ...motion.follows].flatMap((one) => one.recipes);
  const instructions = recipes.flatMap(({ program }) => program?.instructions ?? []);
  const operands = instructions.flatMap(({ a, b }) => (b ? [a, b] : [a]));
  return new Set(
    operands.flatMap((one) => (one.kind === 'inlet' ? population.inlets[one.path][one.key] : [])),
  );
}
