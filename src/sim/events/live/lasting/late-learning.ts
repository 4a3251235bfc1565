import { ruleNumbers } from '../../../../neurons/phases/arithmetic.js';
import type { Outlet } from '../../../../neurons/phases/voice.js';
import type { Signals } from '../../../../rules/rule.js';
import { type Heard, heardFrom } from '../../../../synapses/phases/heard.js';
import type { Line, Single } from '../../../../synapses/phases/line.js';
import type { ListEnd } from '../../../../synapses/phases/list-line.js';
import type { Projection } from '../../../../synapses/phases/projection.js';
import type { Taught } from '../../phases/script.js';
import { eachFrom, eachRunFrom } from './own-synapses.js';
import type { WeightChanges } from './weight-changes.js';

/** Synapses that learn from what the neuron at their other end says at last: when they hear it, as their own neuron is then. */
export class LateLearning implements Outlet, Single, ListEnd {
  readonly fan = 0;
  private readonly heard: Heard;

  constructor(
    private readonly projection: Projection,
    line: Line,
    private readonly terms: readonly Taught[],
    private readonly weightChanges: WeightChanges,
    private readonly signals: Signals,
  ) {
    this.heard = heardFrom(line);
  }

  hear(_: readonly number[], speakers: Int32Array): void {
    const { projection, weightChanges } = this;
    for (const term of this.terms) this.learn(term, speakers);
    for (const pre of speakers)
      eachRunFrom(projection, pre, (...run) => weightChanges.change(projection.weights, ...run));
  }

  arrive(): void {}

  arriveAtAll(): void {}

  foretellAt(): void {}

  // All synapses of an axon are reached at once.
  reach(): void {}

  foretellTo(): void {}

  private learn({ term: { gain = 1, pre, own }, post }: Taught, speakers: Int32Array): void {
    const { projection, heard, signals } = this;
    const { weights, mate, to } = projection;
    const factors = post && to.look(post, signals);
    const gradient = weights.touch();
    for (const unit of speakers) {
      heard.place = unit;
      const said = (gain as number) * (pre ? pre<number>(ruleNumbers, heard.values) : 1);
      eachFrom(projection, unit, (i, place, beside) => {
        const product = said * (factors ? factors[i] : 1);
        const values = mate.weights.values;
        gradient[place] += own
          ? product * own<number>(ruleNumbers, weights.values[place], values[beside])
          : product;
      });
    }
  }
}
