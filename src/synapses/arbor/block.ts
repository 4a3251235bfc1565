import type { Message, TraceColumns } from '../../messages/message.js';
import type { Observable } from '../../messages/streams.js';
import { SynapseMonitor } from '../../messages/synapse-monitor.js';
import type { TaskOwner } from '../../messages/task.js';
import type { BlockState } from '../block-state.js';
import type { SynapseContext } from '../context.js';
import type { Downward } from '../downward.js';
import type { Connection, SynapseSet } from '../synapse-set.js';
import { Ascent } from './ascent.js';
import { Descent } from './descent.js';
import { Plasticity } from './plasticity.js';

/** The synapses of a block in typed arrays, all with the same conduction delay. */
export class ArborBlock implements SynapseSet {
  readonly posts: number;
  readonly pres: number;
  /** Conduction delay in tau, both ways. */
  readonly lag: number;
  readonly apart = false;
  /** [posts, pres] */
  readonly weights: Float64Array;
  readonly down: Downward;
  readonly ascent: Ascent;
  /** Undefined above an input, which does not relax. */
  readonly descent: Descent | undefined;
  readonly plasticity: Plasticity;
  readonly monitor = new SynapseMonitor();
  /** Those who have messages under way. */
  readonly owners: TaskOwner[] = [];
  /** Anybody watches any of these synapses. */
  watched = false;

  constructor(
    readonly around: SynapseContext,
    connection: Connection & { readonly lag: number },
  ) {
    this.posts = connection.block.posts;
    this.pres = connection.block.pres;
    this.lag = connection.lag;
    this.weights = connection.weights;
    this.down = connection.down;
    this.ascent = new Ascent(connection);
    this.descent = Descent.of(connection);
    this.plasticity = new Plasticity(around, this, this.ascent);
  }

  get traces(): TraceColumns {
    return this.plasticity.traces;
  }

  weight(i: number): number {
    return this.weights[i];
  }

  setWeight(i: number, weight: number): void {
    this.weights[i] = weight;
    this.weightsChanged();
  }

  /** Whoever has summed up has to do it again. */
  weightsChanged(): void {
    this.ascent.weightsChanged();
    this.descent?.weightsChanged();
  }

  forget(): void {
    this.plasticity.gradients.fill(0);
  }

  gradient(i: number): number {
    return this.plasticity.gradients[i];
  }

  state(): BlockState {
    const { weights, down, plasticity, ascent, descent } = this;
    return {
      weights: weights.slice(),
      feedback: down.state(),
      gradients: plasticity.gradients.slice(),
      heard: { kind: 'alike', ...ascent.state(), descent: descent?.state() },
    };
  }

  restore({ weights, feedback, gradients, heard }: BlockState): void {
    this.weights.set(weights);
    this.down.restore(feedback);
    this.plasticity.gradients.set(gradients);
    if (heard.kind === 'apart') return;
    this.ascent.restore(heard);
    if (heard.descent) this.descent?.restore(heard.descent);
    this.weightsChanged();
  }

  watch(i: number, address: string): Observable<Message> {
    this.watched = true;
    return this.monitor.watch(i, address);
  }
}
