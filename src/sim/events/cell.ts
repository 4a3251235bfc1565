import type { Drawing } from '../../math/drawing.js';
import { type RandomStream, resumeStream, type StreamState } from '../../math/random.js';
import { ornsteinUhlenbeckStep, whiteStep } from '../../neurons/noise.js';
import { type CellOptions, type Noise, tauOf } from './cells.js';

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
