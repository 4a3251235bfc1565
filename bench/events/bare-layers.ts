import type { Parameters } from '../../src/index.js';
import { type LaidOutNode, parameterName } from '../../src/network/layout.js';

/** Synapses of a layer in plain loops. Everything is summed in the order of what it is summed for. */
export interface BareSynapses {
  /** current += what comes up */
  up(below: Float64Array, current: Float64Array): void;
  /** drive += what goes down */
  down(said: Float64Array, drive: Float64Array): void;
  /** gradient += said * below */
  learn(said: Float64Array, below: Float64Array): void;
  /** w -= rate * gradient, which is zero again */
  update(rate: number): void;
}

class Learned {
  readonly weight: Float64Array;
  readonly bias: Float64Array | undefined;
  private readonly slopes: Float64Array;
  private readonly biasSlopes: Float64Array;

  constructor({ owner }: LaidOutNode, parameters: Parameters) {
    this.weight = Float64Array.from(parameters[parameterName(owner, 'weight')].data);
    const bias = parameters[parameterName(owner, 'bias')];
    this.bias = bias && Float64Array.from(bias.data);
    this.slopes = new Float64Array(this.weight.length);
    this.biasSlopes = new Float64Array(this.bias?.length ?? 0);
  }

  get gradient(): Float64Array {
    return this.slopes;
  }

  /** Of layers in which every unit has a bias of its own. */
  learnBias(said: Float64Array): void {
    for (let i = 0; i < this.biasSlopes.length; i++) this.biasSlopes[i] += said[i];
  }

  update(rate: number): void {
    const { weight, slopes, bias, biasSlopes } = this;
    for (let k = 0; k < weight.length; k++) weight[k] -= rate * slopes[k];
    for (let i = 0; i < biasSlopes.length; i++) bias![i] -= rate * biasSlopes[i];
    slopes.fill(0);
    biasSlopes.fill(0);
  }
}

/** From all to all. */
export class BareDense extends Learned implements BareSynapses {
  up(below: Float64Array, current: Float64Array): void {
    const { weight, bias } = this;
    const ins = below.length;
    for (let i = 0; i < current.length; i++) {
      let sum = 0;
      for (let j = 0; j < ins; j++) sum += weight[i * ins + j] * below[j];
      current[i] = bias ? sum + bias[i] : sum;
    }
  }

  // Four neurons at a time: a quarter of the loads and stores of the sums, which are what takes the time.
  down(said: Float64Array, drive: Float64Array): void {
    const { weight } = this;
    const ins = drive.length;
    let i = 0;
    for (; i + 3 < said.length; i += 4) {
      const [a, b, c, d] = [said[i], said[i + 1], said[i + 2], said[i + 3]];
      const [rowA, rowB] = [i * ins, (i + 1) * ins];
      const [rowC, rowD] = [(i + 2) * ins, (i + 3) * ins];
      for (let j = 0; j < ins; j++)
        drive[j] += weight[rowA + j] * a + weight[rowB + j] * b + weight[rowC + j] * c + weight[rowD + j] * d;
    }
    for (; i < said.length; i++) for (let j = 0; j < ins; j++) drive[j] += weight[i * ins + j] * said[i];
  }

  learn(said: Float64Array, below: Float64Array): void {
    const { gradient } = this;
    const ins = below.length;
    for (let i = 0; i < said.length; i++) {
      const value = said[i];
      if (value === 0) continue;
      for (let j = 0; j < ins; j++) gradient[i * ins + j] += value * below[j];
    }
    this.learnBias(said);
  }
}

/** Image [height, width, channels] that filters of so many rows and columns pass over, or windows that are beside each other. */
export interface BareImage {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly kernel: number;
}

/** Filters without padding and bias. */
export class BareConvolution extends Learned implements BareSynapses {
  private readonly rows: number;
  private readonly columns: number;
  private readonly filters: number;

  constructor(
    node: LaidOutNode,
    parameters: Parameters,
    private readonly image: BareImage,
  ) {
    super(node, parameters);
    const { height, width, channels, kernel } = image;
    this.rows = height - kernel + 1;
    this.columns = width - kernel + 1;
    this.filters = this.weight.length / (kernel * kernel * channels);
  }

  up(below: Float64Array, current: Float64Array): void {
    const { weight } = this;
    const { width, channels, kernel } = this.image;
    const across = kernel * channels;
    this.eachUnit((post, first, filter) => {
      let sum = 0;
      for (let i = 0, k = filter; i < kernel; i++) {
        const from = first + i * width * channels;
        for (let j = 0; j < across; j++) sum += weight[k++] * below[from + j];
      }
      current[post] = sum;
    });
  }

  down(said: Float64Array, drive: Float64Array): void {
    const { weight } = this;
    const { width, channels, kernel } = this.image;
    const across = kernel * channels;
    this.eachUnit((post, first, filter) => {
      const value = said[post];
      for (let i = 0, k = filter; i < kernel; i++) {
        const from = first + i * width * channels;
        for (let j = 0; j < across; j++) drive[from + j] += weight[k++] * value;
      }
    });
  }

  learn(said: Float64Array, below: Float64Array): void {
    const { gradient } = this;
    const { width, channels, kernel } = this.image;
    const across = kernel * channels;
    this.eachUnit((post, first, filter) => {
      const value = said[post];
      if (value === 0) return;
      for (let i = 0, k = filter; i < kernel; i++) {
        const from = first + i * width * channels;
        for (let j = 0; j < across; j++) gradient[k++] += value * below[from + j];
      }
    });
  }

  /** Of each unit: its number, the first number of the image that it sees, and that of its filter. */
  private eachUnit(visit: (post: number, first: number, filter: number) => void): void {
    const { rows, columns, filters } = this;
    const { width, channels, kernel } = this.image;
    const size = kernel * kernel * channels;
    for (let row = 0, post = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        for (let filter = 0; filter < filters; filter++)
          visit(post++, (row * width + column) * channels, filter * size);
  }
}

/** The largest of each window; what comes down goes to the first of those that are. */
export class BareMaxPool implements BareSynapses {
  private winners = new Int32Array(0);

  constructor(private readonly image: BareImage) {}

  up(below: Float64Array, current: Float64Array): void {
    const { height, width, channels, kernel } = this.image;
    if (this.winners.length === 0) this.winners = new Int32Array(current.length);
    let post = 0;
    for (let row = 0; row < height; row += kernel)
      for (let column = 0; column < width; column += kernel)
        for (let channel = 0; channel < channels; channel++, post++) {
          let won = (row * width + column) * channels + channel;
          for (let i = 0; i < kernel; i++)
            for (let j = 0; j < kernel; j++) {
              const unit = ((row + i) * width + column + j) * channels + channel;
              if (below[unit] > below[won]) won = unit;
            }
          this.winners[post] = won;
          current[post] = below[won];
        }
  }

  down(said: Float64Array, drive: Float64Array): void {
    for (let post = 0; post < said.length; post++) drive[this.winners[post]] += said[post];
  }

  learn(): void {}

  update(): void {}
}
