import { delayed } from '../../math/trajectory.js';
import type { AxonListener, DendriteListener, PlasticityListener } from '../../messages/line.js';
import {
  type CourseMessage,
  type LearningMessage,
  type Message,
  nobody,
  type TrajectoryMessage,
  type WeightChange,
} from '../../messages/message.js';
import type { Neuron } from '../../messages/ports.js';
import type { ArborBlock } from './block.js';

/** The synapses that one neuron's axon makes in a block: they carry its activity up. */
export class AxonArbor implements AxonListener {
  constructor(
    private readonly block: ArborBlock,
    private readonly pre: number,
    private readonly posts: readonly Neuron[],
  ) {}

  activity(message: Message): void {
    this.block.ascent.hear(this.pre, message.value);
    this.tell(message);
  }

  moving(message: Message): void {
    this.block.ascent.hearMoving(this.pre, message.value);
    this.tell(message);
  }

  course(message: CourseMessage): void {
    this.block.ascent.hearCourse(this.pre, delayed(message.future, this.block.lag));
    this.tell(message, 'course');
  }

  private tell({ source, value }: Message, kind: 'current' | 'course' = 'current'): void {
    const { block, pre, posts } = this;
    if (!block.watched || source === nobody) return;
    const time = block.around.queue.now();
    for (let post = 0, i = pre; post < posts.length; post++, i += block.pres) {
      block.monitor.tell(i, time, posts[post].options.address, kind, block.weights[i] * value);
    }
  }
}

/** The synapses of a block that end at one neuron: they carry its feedback down, and learn from what it tells them. */
export class DendriteArbor implements DendriteListener, PlasticityListener {
  constructor(
    private readonly block: ArborBlock,
    private readonly post: number,
    private readonly pres: readonly Neuron[],
  ) {}

  feedback(message: Message): void {
    this.block.descent!.hear(this.post, message.value);
    this.tell('drive', message);
  }

  change(message: Message): void {
    this.feedback(message);
    this.block.descent!.stir();
  }

  trajectory(message: TrajectoryMessage): void {
    const { block } = this;
    block.descent!.foretell(this.post, delayed(message.future, block.lag));
    this.tell('trajectory', message);
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

  private tell(kind: 'drive' | 'trajectory', { source, value }: Message): void {
    const { block, post, pres } = this;
    if (!block.watched || source === nobody) return;
    const time = block.around.queue.now();
    for (let pre = 0, i = post * block.pres; pre < pres.length; pre++, i++) {
      block.monitor.tell(i, time, pres[pre].options.address, kind, block.down.weights[i] * value);
    }
  }
}
