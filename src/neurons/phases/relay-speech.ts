import { z } from 'zod';
import { flag } from '../../messages/schemas.js';
import type { Signals } from '../../rules/rule.js';
import type { Motion } from './motion.js';
import type { Population } from './population.js';
import type { SavableSpeech } from './savable.js';
import { Drawn, type MovingNeurons, settle } from './settling.js';

/** What neurons that pass on at once are given. */
export interface RelaySurroundings {
  readonly signals: Signals;
  /** Has neurons say what they have to say, from their states as they are. */
  readonly speak: (units: Int32Array) => void;
  /** Something has arrived: they are to pass it on within the instant. */
  readonly onArrival: () => void;
}

/** What they are saved as; all else is in their states. */
export interface RelaySpeechState {
  /** They have not been stopped. */
  readonly going: boolean;
  /** They have passed something on. */
  readonly begun: boolean;
}

/**
 * The neurons of a population that take no time: they are always where what they have heard draws them, x = drive, and say so
 * in the instant in which that changes.
 */
export class RelaySpeech implements SavableSpeech<RelaySpeechState> {
  /** Nothing is planned. */
  readonly owners = [];
  readonly schema: z.ZodType<RelaySpeechState> = z.strictObject({ going: flag, begun: flag });
  private readonly all: MovingNeurons;
  private going = false;
  private begun = false;

  constructor(
    private readonly population: Population,
    motion: Motion,
    private readonly around: RelaySurroundings,
  ) {
    const drawn = motion.moves.map((moved) => new Drawn(population, moved));
    this.all = { population, motion, drawn, signals: around.signals };
  }

  /** From now on, until they are stopped. */
  begin(): void {
    this.goOn();
    for (const unit of this.population.all) this.population.arrivals.stir(unit);
  }

  /** Those at whom anything has arrived go where that draws them, and say so if they were elsewhere; at first, all. */
  passOn(): void {
    if (!this.going) return;
    const { arrivals } = this.population;
    const heard = arrivals.take();
    if (heard.length === 0) return;
    const { drawn } = this.all;
    const before = drawn.map(({ column }) => column.slice());
    const units = settle(this.all, heard);
    const moved = (unit: number) => drawn.some(({ column }, k) => column[unit] !== before[k][unit]);
    const speakers = this.begun ? units.filter(moved) : units;
    this.begun = true;
    if (speakers.length > 0) this.around.speak(speakers);
  }

  /** Neurons go where they are drawn to at once, and say so. */
  settle(units: Int32Array): void {
    this.around.speak(settle(this.all, units));
  }

  /** They are where they are at any time. */
  look(): void {}

  stop(): void {
    this.going = false;
    this.population.arrivals.end();
  }

  state(): RelaySpeechState {
    return { going: this.going, begun: this.begun };
  }

  restore({ going, begun }: RelaySpeechState): void {
    this.begun = begun;
    if (going) this.goOn();
  }

  private goOn(): void {
    this.going = true;
    this.population.arrivals.react(this.around.onArrival);
  }
}
