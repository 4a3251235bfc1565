import {
  permutation,
  type RandomStream,
  randomStream,
  resumeStream,
  type StreamState,
} from '../../math/random.js';

/** Where a shuffler stands: JSON. */
export interface ShufflerState {
  /** The random stream as it was when the present epoch's order was drawn. */
  readonly stream: StreamState;
  readonly epoch: number;
  /** Minibatches of the epoch already dealt. */
  readonly dealt: number;
}

/** Deals the samples 0 .. count-1 in minibatches, in a new random order each epoch; the last may be smaller. */
export class Shuffler {
  private readonly stream: RandomStream;
  private atEpochStart: StreamState;
  private order: Uint32Array;
  private epoch = 0;
  private dealt = 0;

  constructor(
    private readonly count: number,
    private readonly batchSize: number,
    private readonly limit: number | null,
    from: { readonly seed: number } | { readonly state: ShufflerState },
  ) {
    this.stream = 'seed' in from ? randomStream(from.seed, 'shuffle') : resumeStream(from.state.stream);
    this.atEpochStart = this.stream.state();
    this.order = permutation(this.stream, count);
    if ('state' in from) {
      this.epoch = from.state.epoch;
      this.dealt = from.state.dealt;
    }
  }

  /** Minibatches in an epoch. */
  get batchesPerEpoch(): number {
    return Math.min(Math.ceil(this.count / this.batchSize), this.limit ?? Infinity);
  }

  /** Samples in an epoch. */
  get samplesPerEpoch(): number {
    return Math.min(this.count, this.batchesPerEpoch * this.batchSize);
  }

  /** Epochs dealt to the end. */
  get epochsDone(): number {
    return this.epoch + (this.dealt === this.batchesPerEpoch ? 1 : 0);
  }

  /** The next minibatch's sample numbers; starts a new epoch when the present one is dealt. */
  next(): Uint32Array {
    if (this.dealt === this.batchesPerEpoch) {
      this.epoch++;
      this.dealt = 0;
      this.atEpochStart = this.stream.state();
      this.order = permutation(this.stream, this.count);
    }
    const from = this.dealt++ * this.batchSize;
    return this.order.subarray(from, from + this.batchSize);
  }

  state(): ShufflerState {
    return { stream: this.atEpochStart, epoch: this.epoch, dealt: this.dealt };
  }
}
