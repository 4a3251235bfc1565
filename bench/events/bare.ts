import { layOut, type Network, type Parameters } from '../../src/index.js';

/** A layer of the bare program: all of its numbers in typed arrays. */
interface Layer {
  readonly units: number;
  readonly ins: number;
  /** [units, ins] */
  readonly weight: Float64Array;
  readonly bias: Float64Array;
  readonly activity: Float64Array;
  readonly slope: Float64Array;
  /** Sum of the weighed feedback from the layer above. */
  readonly drive: Float64Array;
}

/**
 * The relaxation of a chain of dense relu layers with a linear output and the mse loss, in bare float64 loops: what
 * simulators of such networks boil down to, and the limit for one that runs in JavaScript.
 */
export class BareRelaxation {
  private readonly layers: readonly Layer[];

  /** @param network a chain: every node has the one before it as its only parent */
  constructor(network: Network, parameters: Parameters) {
    this.layers = layOut(network).nodes.map(({ name, size, parents }) => ({
      units: size,
      ins: parents[0].size,
      weight: Float64Array.from(parameters[`${name}.weight`].data),
      bias: Float64Array.from(parameters[`${name}.bias`].data),
      activity: new Float64Array(size),
      slope: new Float64Array(size),
      drive: new Float64Array(size),
    }));
  }

  /** The activities of each layer as they are. */
  get activities(): readonly Float64Array[] {
    return this.layers.map(({ activity }) => activity);
  }

  /** The forward sweep; the output is clamped to its error. */
  sweep(input: ArrayLike<number>, target: ArrayLike<number>): void {
    let below = input;
    for (const [l, layer] of this.layers.entries()) {
      forward(layer, below, l < this.layers.length - 1);
      below = layer.activity;
    }
    const { activity } = this.layers[this.layers.length - 1];
    for (let i = 0; i < activity.length; i++) activity[i] -= target[i];
  }

  /** Synchronous Euler steps: every layer says its feedback, then all move; as many messages as the actors send. */
  relax(steps: number, stepSize: number): void {
    const top = this.layers.length - 1;
    for (let l = top; l > 0; l--) tell(this.layers[l], this.layers[l - 1].drive);
    for (let step = 0; step < steps; step++) {
      for (let l = 0; l < top; l++) move(this.layers[l], stepSize);
      for (let l = top - 1; l > 0; l--) tell(this.layers[l], this.layers[l - 1].drive);
    }
  }
}

function forward(layer: Layer, below: ArrayLike<number>, rectified: boolean): void {
  const { units, ins, weight, bias, activity, slope } = layer;
  for (let i = 0; i < units; i++) {
    let a = bias[i];
    for (let j = 0; j < ins; j++) a += weight[i * ins + j] * below[j];
    slope[i] = !rectified || a > 0 ? 1 : 0;
    activity[i] = rectified && a <= 0 ? 0 : a;
  }
}

function tell(layer: Layer, drive: Float64Array): void {
  const { units, ins, weight, activity, slope } = layer;
  drive.fill(0);
  let i = 0;
  // Four neurons at a time: a quarter of the loads and stores of the sums, which are what takes the time.
  for (; i + 3 < units; i += 4) tellFour(layer, i, drive);
  for (; i < units; i++) {
    const message = activity[i] * slope[i];
    for (let j = 0; j < ins; j++) drive[j] += weight[i * ins + j] * message;
  }
}

function tellFour({ ins, weight, activity, slope }: Layer, first: number, drive: Float64Array): void {
  const a = activity[first] * slope[first];
  const b = activity[first + 1] * slope[first + 1];
  const c = activity[first + 2] * slope[first + 2];
  const d = activity[first + 3] * slope[first + 3];
  const rowA = first * ins;
  const rowB = rowA + ins;
  const rowC = rowB + ins;
  const rowD = rowC + ins;
  for (let j = 0; j < ins; j++) {
    drive[j] += weight[rowA + j] * a + weight[rowB + j] * b + weight[rowC + j] * c + weight[rowD + j] * d;
  }
}

function move({ units, activity, drive }: Layer, stepSize: number): void {
  for (let i = 0; i < units; i++) activity[i] += stepSize * (drive[i] - activity[i]);
}
