import { columnDot, columnDots } from '../../math/columns.js';
import type { Trajectory } from '../../math/trajectory.js';
import type { TrajectoryBuffer } from '../../math/trajectory-buffer.js';
import type { Afferents, Inbox } from '../../messages/inbox.js';
import type { DescentState } from '../block-state.js';
import type { Downward } from '../downward.js';
import { type Connection, relaxing } from '../synapse-set.js';
import { FutureSums } from './future-sums.js';
import { Sums } from './sums.js';

/** Feedback on its way down through a block: what each neuron above said last. */
export class Descent implements Afferents {
  /** What each neuron above said last: [posts]. */
  private readonly feedback: Float64Array;
  private readonly futures: FutureSums;
  private readonly sums: Sums;
  private heard = 0;

  private constructor(
    private readonly inboxes: readonly Inbox[],
    down: Pick<Downward, 'weights'>,
    private readonly prompt: boolean,
    posts: number,
  ) {
    const feedback = new Float64Array(posts);
    this.feedback = feedback;
    this.sums = new Sums(
      inboxes.length,
      (pre) => columnDot(down.weights, inboxes.length, pre, feedback),
      (out) => columnDots(down.weights, feedback, out),
    );
    this.futures = new FutureSums(down, posts, inboxes.length);
  }

  /** Undefined above an input. */
  static of({ neurons, sources, down, lag }: Connection): Descent | undefined {
    const inboxes = relaxing(sources).map(({ apical }) => apical);
    if (inboxes.length === 0) return undefined;
    const descent = new Descent(inboxes, down, lag === 0, neurons.length);
    for (const [pre, inbox] of inboxes.entries()) inbox.connect(descent, pre);
    return descent;
  }

  hear(post: number, value: number): void {
    this.feedback[post] = value;
    this.sums.renew();
    this.heard++;
  }

  /** All neurons below are to react to what was brought. */
  stir(): void {
    for (const inbox of this.inboxes) inbox.stirred();
  }

  foretell(post: number, future: Trajectory): void {
    this.futures.hear(post, future);
    if (this.complete()) for (const inbox of this.inboxes) inbox.arrived();
  }

  /** Every neuron above has said where it will be, or is too far away to be waited for. */
  complete(): boolean {
    return !this.prompt || this.futures.complete;
  }

  sum(pre: number): number {
    return this.sums.of(pre);
  }

  addFuture(sum: TrajectoryBuffer, pre: number): void {
    this.futures.addTo(sum, pre);
  }

  /** Sums have to be taken again. */
  weightsChanged(): void {
    this.sums.renew();
    this.futures.weightsChanged();
  }

  state(): DescentState {
    return { said: this.feedback.slice(), futures: this.futures.state() };
  }

  restore({ said, futures }: DescentState): void {
    this.clear();
    this.feedback.set(said);
    this.heard++;
    for (const [post, future] of futures.entries()) if (future) this.futures.hear(post, future);
  }

  clear(): void {
    if (this.heard > 0) this.feedback.fill(0);
    this.heard = 0;
    this.sums.renew();
    this.futures.clear();
  }
}
