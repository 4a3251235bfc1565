import { delayed } from '../../../neurons/trajectory.js';
import type { AxonListener, DendriteListener, Pupil } from '../line.js';
import type { LearningMessage, Message, TrajectoryMessage, WeightChange } from '../message.js';
import type { NeuronActor } from '../neuron-actor.js';
import type { ArborBlock } from './block.js';

/** The synapses that one neuron's axon makes in a block: they carry its activity up. */
export class AxonArbor implements AxonListener {
  constructor(
    private readonly block: ArborBlock,
    private readonly pre: number,
    private readonly posts: readonly NeuronActor[],
  ) {}

  activity({ time, value }: Message): void {
    if (this.block.lag === 0) this.arrive(time, value);
    else this.arriveLater(time, value);
  }

  moving({ time, value }: Message): void {
    const { block, pre } = this;
    const arrive = () => {
      block.ascent.hearMoving(pre, value);
      this.tell(time + block.lag, value);
    };
    if (block.lag === 0) arrive();
    else block.afterLag(time, arrive);
  }

  private arriveLater(time: number, value: number): void {
    this.block.afterLag(time, () => this.arrive(time + this.block.lag, value));
  }

  private arrive(time: number, value: number): void {
    this.block.ascent.hear(this.pre, value);
    this.tell(time, value);
  }

  private tell(time: number, value: number): void {
    const { block, pre, posts } = this;
    if (!block.watched) return;
    for (let post = 0, i = pre; post < posts.length; post++, i += block.pres) {
      block.taps.tell(i, time, posts[post].options.address, 'current', block.weights[i] * value);
    }
  }
}

/** The synapses of a block that end at one neuron: they carry its feedback down, and learn from what it tells them. */
export class DendriteArbor implements DendriteListener, Pupil {
  constructor(
    private readonly block: ArborBlock,
    private readonly post: number,
    private readonly pres: readonly NeuronActor[],
  ) {}

  feedback({ time, value }: Message): void {
    if (this.block.lag === 0) this.carry(time, value);
    else this.carryLater(time, value);
  }

  change({ time, value }: Message): void {
    const { block } = this;
    const arrive = () => {
      this.carry(time + block.lag, value);
      block.descent!.stir();
    };
    if (block.lag === 0) arrive();
    else block.afterLag(time, arrive);
  }

  trajectory(message: TrajectoryMessage): void {
    if (this.block.lag === 0) this.foretell(message);
    else this.foretellLater(message);
  }

  learn({ term, value }: LearningMessage): void {
    this.block.plasticity.learn(this.post, term, value);
  }

  update(change: WeightChange): void {
    this.block.plasticity.update(this.post, change);
    this.block.weightsChanged();
  }

  forget(): void {
    this.block.plasticity.forget(this.post);
  }

  private carryLater(time: number, value: number): void {
    this.block.afterLag(time, () => this.carry(time + this.block.lag, value));
  }

  private foretellLater(message: TrajectoryMessage): void {
    this.block.afterLag(message.time, () => this.foretell(message));
  }

  private carry(time: number, value: number): void {
    this.block.descent!.hear(this.post, value);
    this.tell('drive', time, value);
  }

  private foretell({ time, value, future }: TrajectoryMessage): void {
    const { block } = this;
    block.descent!.foretell(this.post, delayed(future, block.lag));
    this.tell('trajectory', time + block.lag, value);
  }

  private tell(kind: 'drive' | 'trajectory', time: number, value: number): void {
    const { block, post, pres } = this;
    if (!block.watched) return;
    for (let pre = 0, i = post * block.pres; pre < pres.length; pre++, i++) {
      block.taps.tell(i, time, pres[pre].options.address, kind, block.down.weights[i] * value);
    }
  }
}
