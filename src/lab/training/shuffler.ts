import {
  permutation,
  type RandomStream,
  randomStream,
  resumeStream,
  type StreamState,
} from '../../math/random.js';
import { type EpochSize, epochSize } from './epoch.js';

/** Where a shuffler stands: JSON. */
export interface ShufflerState {
  /** The random stream as it was when the present epoch's order was drawn. */
  readonly stream: StreamState;
  readonly epoch: number;
  /** Minibatches of the epoch already dealt. */
  readonly dealt: number;
}

/** Where a shuffler stands that has dealt nothing yet. */
export function firstShuffle(seed: number): ShufflerState {
  return { stream: randomStream(seed, 'shuffle').state(), epoch: 0, dealt: 0 };
}

/** Deals the samples 0 .. count-1 in minibatches, in a new random order each epoch; the last may be smaller. */
export class Shuffler {
  /** How much it deals in an epoch. */
  readonly size: EpochSize;
  private readonly stream: RandomStream;
  private atEpochStart: StreamState;
  private order: Uint32Array;
  private epoch: number;
  private dealt: number;

  constructor(
    private readonly count: number,
    private readonly batchSize: number,
    limit: number | null,
    { stream, epoch, dealt }: ShufflerState,
  ) {
    this.size = epochSize(count, batchSize, limit);
    this.stream = resumeStream(stream);
    this.atEpochStart = stream;
    this.order = permutation(this.stream, count);
    this.epoch = epoch;
    this.dealt = dealt;
  }

  /** Epochs before that of the last minibatch. */
  get epochsBefore(): number {
    return this.epoch;
  }

  /** Epochs dealt to the end. */
  get epochsDone(): number {
    return this.epoch + (this.dealt === this.size.batches ? 1 : 0);
  }

  /** The next minibatch's sample numbers; starts a new epoch when the present one is dealt. */
  next(): Uint32Array {
    if (this.dealt === this.size.batches) {
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
