import type { TraceColumns } from '../../messages/message.js';
import { type Following, follow } from '../following.js';

/** How weights change: w <- (1 - shrink) w - rate * gradient. */
export interface Change {
  readonly rate: number;
  readonly shrink: number;
  /** Where an optimiser has weights follow their gradients: how, instead of by these rates. */
  readonly following?: Following | undefined;
}

/** What weights are saved as; without a gradient or a movement, where there is none. */
export interface WeightsState {
  readonly values: Float64Array;
  readonly gradient?: Float64Array | undefined;
  readonly moved?: Float64Array | undefined;
  /** Traces of gradients, by number. */
  readonly lowpassed?: Readonly<Record<string, Float64Array>> | undefined;
}

/** The numbers of a parameter, and beside them what its synapses have added to their gradient. */
export class Weights {
  readonly values: Float64Array;
  /** What an optimiser keeps of each. */
  readonly traces: TraceColumns = new Map();
  /** Where synapses add: made when the first does. */
  private sum: Float64Array | undefined;
  /** What the weights have moved by, the other way round, where that is summed. */
  private descent: Float64Array | undefined;
  /** Traces of gradients, by number. */
  private readonly lowpassed = new Map<string, Float64Array>();
  /** Synapses have added to the gradient. */
  private touched = false;

  constructor(
    readonly name: string,
    readonly shape: readonly number[],
    values: ArrayLike<number>,
  ) {
    this.values = Float64Array.from(values);
  }

  /** The gradient, to be added to. */
  touch(): Float64Array {
    this.touched = true;
    this.sum ??= new Float64Array(this.values.length);
    return this.sum;
  }

  /** The gradient; undefined where no synapse has added to it. */
  get gradient(): Float64Array | undefined {
    return this.touched ? this.sum : undefined;
  }

  /** What they have moved by, over minus one; undefined where they have not. */
  get moved(): Float64Array | undefined {
    return this.descent;
  }

  /** Weights descend the gradient, and forget it. @param summed how far they went is added up */
  descend(change: Change, summed = false): void {
    const { values, traces, gradient } = this;
    if (!gradient) return;
    if (change.following) follow(change.following, values, gradient, traces);
    else this.goDown(gradient, change, summed);
    this.forget();
  }

  /** Some weights go down their gradients, and these are forgotten: so many from `from` on, `stride` apart. */
  descendSome(rate: number, from: number, count: number, stride: number): void {
    const { values, gradient } = this;
    if (!gradient) return;
    for (let n = 0, k = from; n < count; n++, k += stride) {
      values[k] -= gradient[k] * rate;
      gradient[k] = 0;
    }
  }

  private goDown(gradient: Float64Array, { rate, shrink }: Change, summed: boolean): void {
    const { values } = this;
    if (summed) this.descent ??= new Float64Array(values.length);
    const { descent } = this;
    const keep = 1 - shrink;
    for (let k = 0; k < values.length; k++) {
      const before = values[k];
      values[k] = keep * before - rate * gradient[k];
      if (descent) descent[k] += rate * gradient[k] + shrink * before;
    }
  }

  state(): WeightsState {
    const { values, gradient, moved } = this;
    const lowpassed = [...this.lowpassed].map(([number, trace]) => [number, trace.slice()] as const);
    return {
      values: values.slice(),
      ...(gradient && { gradient: gradient.slice() }),
      ...(moved && { moved: moved.slice() }),
      ...(lowpassed.length > 0 && { lowpassed: Object.fromEntries(lowpassed) }),
    };
  }

  restore({ values, gradient, moved, lowpassed = {} }: WeightsState): void {
    this.values.set(values);
    this.forget();
    if (gradient) this.touch().set(gradient);
    this.descent = moved?.slice();
    this.lowpassed.clear();
    for (const [number, trace] of Object.entries(lowpassed)) this.lowpassed.set(number, trace.slice());
  }

  /** What is to be descended goes so much of the way from its trace to the gradient. @param number which trace */
  lowpass(number: string, share: number): void {
    const { gradient } = this;
    if (!gradient) return;
    const trace = this.lowpassed.get(number) ?? new Float64Array(gradient.length);
    this.lowpassed.set(number, trace);
    for (let k = 0; k < trace.length; k++) trace[k] += share * (gradient[k] - trace[k]);
    gradient.set(trace);
  }

  /** No trace of a gradient is kept. */
  forgetLowpassed(): void {
    this.lowpassed.clear();
  }

  /** No gradient is kept. */
  forget(): void {
    if (this.touched) this.sum!.fill(0);
    this.touched = false;
  }

  /** What they have moved by is kept no longer. */
  forgetMoves(): void {
    this.descent = undefined;
  }
}
