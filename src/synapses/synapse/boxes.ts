/** Places of one neuron that are summed up together. */
const span = 32;

/**
 * Letter boxes of neurons that hear one synapse at a time, [neurons, boxes]. A neuron's sum is that of spans of its boxes,
 * and only spans that something was put into are summed again: the order of all additions is fixed, whatever the order of
 * arrival, and nothing drifts as it would if differences were added.
 */
export class Boxes {
  private readonly values: Float64Array;
  private readonly sums: Float64Array;
  private readonly stale: Uint8Array;
  private readonly spans: number;

  constructor(
    neurons: number,
    private readonly boxes: number,
  ) {
    this.spans = Math.ceil(boxes / span);
    this.values = new Float64Array(neurons * boxes);
    this.sums = new Float64Array(neurons * this.spans);
    this.stale = new Uint8Array(neurons * this.spans);
  }

  put(neuron: number, box: number, value: number): void {
    this.values[neuron * this.boxes + box] = value;
    this.stale[neuron * this.spans + Math.floor(box / span)] = 1;
  }

  sum(neuron: number): number {
    const { sums, stale, spans } = this;
    let sum = 0;
    for (let i = neuron * spans; i < (neuron + 1) * spans; i++) {
      if (stale[i] === 1) this.renew(neuron, i);
      sum += sums[i];
    }
    return sum;
  }

  clear(neuron: number): void {
    this.values.fill(0, neuron * this.boxes, (neuron + 1) * this.boxes);
    this.stale.fill(1, neuron * this.spans, (neuron + 1) * this.spans);
  }

  state(): Float64Array {
    return this.values.slice();
  }

  restore(values: Float64Array): void {
    this.values.set(values);
    this.stale.fill(1);
  }

  private renew(neuron: number, i: number): void {
    const { values, boxes } = this;
    const from = (i - neuron * this.spans) * span;
    const to = Math.min(from + span, boxes);
    let sum = 0;
    for (let box = neuron * boxes + from; box < neuron * boxes + to; box++) sum += values[box];
    this.sums[i] = sum;
    this.stale[i] = 0;
  }
}
