import { delayed, type Trajectory, TrajectorySum } from '../../../neurons/trajectory.js';
import type { State, Stateful } from '../state.js';
import type { Connection } from '../synapse-set.js';

/** Letter boxes for the futures of activities, one for each synapse: [posts, pres]. */
export class CoursePlaces implements Stateful<State> {
  private boxes: (Trajectory | undefined)[];

  constructor(private readonly connection: Pick<Connection, 'weights' | 'lag'>) {
    this.boxes = new Array<undefined>(connection.weights.length).fill(undefined);
  }

  /** What comes through synapse `i`: the sender's future, to be read later by the synapse's delay. */
  deliver(i: number, future: Trajectory): void {
    this.boxes[i] = future;
  }

  /** The weighed sum through the synapses `from` up to `to`, told from `now` on; `values` where no future has come. */
  sum(from: number, to: number, now: number, values: Float64Array): Trajectory {
    const { weights, lag } = this.connection;
    const sum = new TrajectorySum(now);
    for (let i = from; i < to; i++) {
      const future = this.boxes[i];
      if (future) sum.add(weights[i], delayed(future, typeof lag === 'number' ? lag : lag[i]));
      else sum.constant += values[i];
    }
    return sum;
  }

  /** What has come through each synapse; null where nothing has. */
  state(): State {
    return this.boxes.map((future) => future ?? null) as unknown as State;
  }

  restore(state: State): void {
    this.boxes = (state as unknown as readonly (Trajectory | null)[]).map((future) => future ?? undefined);
  }

  clear(from: number, to: number): void {
    this.boxes.fill(undefined, from, to);
  }
}
