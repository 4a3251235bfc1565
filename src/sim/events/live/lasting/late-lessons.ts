import { ruleNumbers } from '../../../../neurons/phases/arithmetic.js';
import type { Outlet } from '../../../../neurons/phases/voice.js';
import type { Signals } from '../../../../rules/rule.js';
import { type Heard, heardFrom } from '../../../../synapses/phases/heard.js';
import type { Line, Single } from '../../../../synapses/phases/line.js';
import type { BlockProjection } from '../../../../synapses/phases/projection.js';
import type { Taught } from '../../phases/script.js';
import type { Lessons } from './lessons.js';

/** Synapses that learn from what the neuron at their far end says at last: when they hear it, as their own neuron is then. */
export class LateLessons implements Outlet, Single {
  readonly fan = 0;
  private readonly heard: Heard;

  constructor(
    private readonly projection: BlockProjection,
    line: Line,
    private readonly terms: readonly Taught[],
    private readonly lessons: Lessons,
    private readonly signals: Signals,
  ) {
    this.heard = heardFrom(line);
  }

  hear(_: readonly number[], speakers: Int32Array): void {
    const { projection, lessons } = this;
    const { weights, offset, toStride, fromStride, to } = projection;
    for (const term of this.terms) this.learn(term, speakers);
    for (const pre of speakers) lessons.change(weights, offset + pre * fromStride, to.size, toStride);
  }

  arrive(): void {}

  arriveAtAll(): void {}

  foretellAt(): void {}

  private learn({ term: { gain = 1, pre, own }, post }: Taught, speakers: Int32Array): void {
    const { projection, heard, signals } = this;
    const { weights, mate, to, offset, toStride, fromStride } = projection;
    const factors = post && to.look(post, signals);
    const gradient = weights.touch();
    for (const unit of speakers) {
      heard.place = unit;
      const said = (gain as number) * (pre ? pre<number>(ruleNumbers, heard.values) : 1);
      for (let i = 0; i < to.size; i++) {
        const k = offset + i * toStride + unit * fromStride;
        const product = said * (factors ? factors[i] : 1);
        const beside = mate.weights.values[mate.offset + i * mate.toStride + unit * mate.fromStride];
        gradient[k] += own ? product * own<number>(ruleNumbers, weights.values[k], beside) : product;
      }
    }
  }
}
