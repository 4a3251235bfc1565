import type { Drawing } from '../math/drawing.js';
import { type RandomStream, resumeStream, type StreamState } from '../math/random.js';
import { ornsteinUhlenbeckStep, whiteStep } from './noise.js';

/**
 * Noise that a neuron adds to itself while it relaxes by steps; its random stream is its own. `white`: into the activity,
 * so that this scatters by `sd` about where it would be. `ornstein-uhlenbeck`: into the drive, with standard deviation
 * `sd` and correlation time `tau`, by its exact update n <- n e^(-h / tau) + sd sqrt(1 - e^(-2h / tau)) xi.
 */
export type Noise =
  | { readonly kind: 'white'; readonly sd: number }
  | { readonly kind: 'ornstein-uhlenbeck'; readonly sd: number; readonly tau: number };

/** How the neurons of a node differ from perfect ones. */
export interface CellOptions {
  /** Time constant in units of tau: one for all, one for each unit, or by unit; 1 if not given. */
  readonly tau?: number | readonly number[] | ((unit: number) => number);
  readonly noise?: Noise;
  /** Units that never say anything: their activity is 0. */
  readonly dead?: readonly number[];
}

/** What the noise of a cell is saved as. */
export interface CellState {
  readonly current: number;
  readonly stream: StreamState;
}

/** How one neuron differs from a perfect one, and the state of its noise. */
export class Cell implements Drawing {
  /** Time constant in units of tau. */
  readonly tau: number;
  /** It never says anything. */
  readonly dead: boolean;
  readonly noise: Noise | undefined;
  private current = 0;

  constructor(
    { tau, noise, dead = [] }: CellOptions,
    unit: number,
    private stream: RandomStream,
  ) {
    this.tau = tauOf(tau, unit);
    this.dead = dead.includes(unit);
    this.noise = noise;
  }

  state(): CellState {
    return { current: this.current, stream: this.stream.state() };
  }

  restore({ current, stream }: CellState): void {
    this.current = current;
    this.stream = resumeStream(stream);
  }

  /** It draws random numbers. */
  get noisy(): boolean {
    return this.noise !== undefined;
  }

  streamState(): StreamState {
    return this.stream.state();
  }

  putStream(state: StreamState): void {
    this.stream = resumeStream(state);
  }

  /** A new stimulus: noise in the drive begins as it is on average. */
  begin(): void {
    const { noise } = this;
    this.current = noise?.kind === 'ornstein-uhlenbeck' ? noise.sd * this.stream.normal() : 0;
  }

  /** Noise in the drive of this step; it goes on by `h` tau. */
  inDrive(h: number): number {
    const { noise, current } = this;
    if (noise?.kind !== 'ornstein-uhlenbeck') return 0;
    this.current = ornsteinUhlenbeckStep(current, noise.sd, noise.tau, h, this.stream.normal());
    return current;
  }

  /** Noise in the activity after this step of `h` tau. */
  inActivity(h: number): number {
    return this.noise?.kind === 'white' ? whiteStep(this.noise.sd, h / this.tau, this.stream.normal()) : 0;
  }
}

/** The time constant of a unit. */
export const tauOf = (tau: CellOptions['tau'], unit: number): number =>
  typeof tau === 'object' ? tau[unit] : typeof tau === 'function' ? tau(unit) : (tau ?? 1);
