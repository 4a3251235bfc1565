import { delayed, type Trajectory } from '../../math/trajectory.js';
import { TrajectoryBuffer } from '../../math/trajectory-buffer.js';
import type { Stateful } from '../../messages/state.js';
import type { Connection } from '../synapse-set.js';

/** Letter boxes for the futures of activities, one for each synapse: [posts, pres]. */
export class CoursePlaces implements Stateful<readonly (Trajectory | undefined)[]> {
  private boxes: (Trajectory | undefined)[];

  constructor(private readonly connection: Pick<Connection, 'weights' | 'lag'>) {
    this.boxes = new Array<undefined>(connection.weights.length).fill(undefined);
  }

  /** What comes through synapse `i`: the sender's future, to be read later by the synapse's delay if it has its own. */
  deliver(i: number, future: Trajectory): void {
    this.boxes[i] = future;
  }

  /** Adds the weighted sum through the synapses `from` up to `to`; `values` where no future has come. */
  addTo(total: TrajectoryBuffer, from: number, to: number, values: Float64Array): void {
    const { weights, lag } = this.connection;
    const sum = new TrajectoryBuffer();
    sum.begin(total.origin);
    for (let i = from; i < to; i++) {
      const future = this.boxes[i];
      if (future) sum.add(weights[i], typeof lag === 'number' ? future : delayed(future, lag[i]));
      else sum.constant += values[i];
    }
    total.add(1, sum.told());
  }

  /** What has come through each synapse. */
  state(): readonly (Trajectory | undefined)[] {
    return [...this.boxes];
  }

  restore(state: readonly (Trajectory | undefined)[]): void {
    this.boxes = [...state];
  }

  clear(from: number, to: number): void {
    this.boxes.fill(undefined, from, to);
  }
}
