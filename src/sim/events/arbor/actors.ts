import { delayed } from '../../../neurons/trajectory.js';
import type { Listener } from '../line.js';
import type { LearningMessage, Message, TrajectoryMessage } from '../message.js';
import type { NeuronActor } from '../neuron-actor.js';
import type { ArborBlock } from './block.js';

/** The synapses that one neuron's axon makes in a block: they carry its activity up. */
export class AxonArbor implements Listener<Message> {
  constructor(
    private readonly block: ArborBlock,
    private readonly pre: number,
    private readonly posts: readonly NeuronActor[],
  ) {}

  next({ time, value }: Message): void {
    const { block } = this;
    if (block.lag === 0) this.arrive(time, value);
    else block.afterLag(time, () => this.arrive(time + block.lag, value));
  }

  private arrive(time: number, value: number): void {
    const { block, pre, posts } = this;
    block.ascent.hear(pre, value);
    if (!block.watched) return;
    for (let post = 0, i = pre; post < posts.length; post++, i += block.pres) {
      block.taps.tell(i, time, posts[post].options.address, 'current', block.weights[i] * value);
    }
  }
}

/** The synapses of a block that end at one neuron: they carry its feedback down, and learn from what it tells them. */
export class DendriteArbor implements Listener<Message> {
  constructor(
    private readonly block: ArborBlock,
    private readonly post: number,
    private readonly pres: readonly NeuronActor[],
  ) {}

  next(message: Message): void {
    const { plasticity } = this.block;
    switch (message.kind) {
      case 'feedback':
      case 'trajectory':
        this.conduct(message);
        break;
      case 'learning':
        plasticity.learn(this.post, (message as LearningMessage).term, message.value);
        break;
      case 'update':
        plasticity.update(this.post, message.value);
        this.block.weightsChanged();
        break;
      case 'forget':
        plasticity.forget(this.post);
        break;
    }
  }

  private conduct(message: Message): void {
    const { block } = this;
    if (block.lag === 0) this.arrive(message, message.time);
    else block.afterLag(message.time, () => this.arrive(message, message.time + block.lag));
  }

  private arrive(message: Message, time: number): void {
    const { block, post } = this;
    if (message.kind === 'feedback') {
      block.descent!.hear(post, message.value);
      this.tell('drive', time, message.value);
    } else {
      block.descent!.foretell(post, delayed((message as TrajectoryMessage).future, block.lag));
      this.tell('trajectory', time, message.value);
    }
  }

  private tell(kind: 'drive' | 'trajectory', time: number, value: number): void {
    const { block, post, pres } = this;
    if (!block.watched) return;
    for (let pre = 0, i = post * block.pres; pre < pres.length; pre++, i++) {
      block.taps.tell(i, time, pres[pre].options.address, kind, block.weights[i] * value);
    }
  }
}
