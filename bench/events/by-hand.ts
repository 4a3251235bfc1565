import { layOut, type Network, type Parameters } from '../../src/index.js';
import { addBlockColumns, addBlockRows } from '../../src/math/blocks.js';

/** A layer of a program that is written for one rule: all of its numbers in typed arrays. */
interface Layer {
  readonly units: number;
  readonly block: { readonly offset: number; readonly stride: number };
  /** [units, ins] */
  readonly weight: Float64Array;
  readonly bias: Float64Array;
  /** W times what came up. */
  readonly basal: Float64Array;
  /** What came down. */
  readonly apical: Float64Array;
  /** What moves: x, or v. */
  readonly value: Float64Array;
  readonly slope: Float64Array;
  readonly error: Float64Array;
  readonly said: Float64Array;
}

/** A chain of dense relu layers with a linear output, in loops written for one rule, over the products that arbors use. */
abstract class ByHand {
  protected readonly layers: readonly Layer[];
  protected readonly top: Layer;

  /** @param network a chain: every node has the one before it as its only parent */
  constructor(network: Network, parameters: Parameters) {
    this.layers = layOut(network).nodes.map(({ name, size, parents }) => ({
      units: size,
      block: { offset: 0, stride: parents[0].size },
      weight: Float64Array.from(parameters[`${name}.weight`].data),
      bias: Float64Array.from(parameters[`${name}.bias`].data),
      ...{ basal: new Float64Array(size), apical: new Float64Array(size), value: new Float64Array(size) },
      ...{ slope: new Float64Array(size), error: new Float64Array(size), said: new Float64Array(size) },
    }));
    this.top = this.layers[this.layers.length - 1];
  }

  /** What moved, of each layer, as it is. */
  get values(): readonly Float64Array[] {
    return this.layers.map(({ value }) => value);
  }

  /** The forward sweep, and what outputs have then. */
  sweep(input: Float64Array, target: Float64Array): void {
    let below = input;
    for (const layer of this.layers) {
      this.rise(layer, below);
      const { units, basal, bias, value, slope } = layer;
      for (let i = 0; i < units; i++) {
        const a = basal[i] + bias[i];
        const passes = layer === this.top || a > 0;
        slope[i] = passes ? 1 : 0;
        value[i] = passes ? a : 0;
      }
      below = value;
    }
    this.hold(target);
  }

  /** Steps of the relaxation. */
  abstract relax(steps: number, stepSize: number): void;

  /** Outputs are held. */
  protected abstract hold(target: Float64Array): void;

  protected rise({ weight, block, basal }: Layer, below: Float64Array): void {
    basal.fill(0);
    addBlockRows(weight, block, below, basal);
  }

  protected tell({ weight, block, said }: Layer, below: Layer): void {
    below.apical.fill(0);
    addBlockColumns(weight, block, said, below.apical);
  }
}

/** Activation relaxation with frozen derivatives: dx/dt = -x + sum of w f' x. */
class ActivationRelaxation extends ByHand {
  protected hold(target: Float64Array): void {
    const { value } = this.top;
    for (let i = 0; i < value.length; i++) value[i] -= target[i];
  }

  relax(steps: number, stepSize: number): void {
    const { layers } = this;
    for (let l = layers.length - 1; l > 0; l--) this.speak(l);
    for (let step = 0; step < steps; step++) {
      for (let l = 0; l < layers.length - 1; l++) {
        const { units, value, apical } = layers[l];
        for (let i = 0; i < units; i++) value[i] += (apical[i] - value[i]) * stepSize;
      }
      // The output is held, and what it has said stands.
      for (let l = layers.length - 2; l > 0; l--) this.speak(l);
    }
  }

  private speak(l: number): void {
    const layer = this.layers[l];
    const { units, said, value, slope } = layer;
    for (let i = 0; i < units; i++) said[i] = value[i] * slope[i];
    this.tell(layer, this.layers[l - 1]);
  }
}

/** Predictive coding, rates as values, predictions of the moment, all precisions 1. */
class PredictiveCoding extends ByHand {
  protected hold(target: Float64Array): void {
    this.top.value.set(target);
  }

  relax(steps: number, stepSize: number): void {
    const { layers } = this;
    this.talk();
    for (let step = 0; step < steps; step++) {
      for (let l = 0; l < layers.length - 1; l++) {
        const { units, value, apical, error } = layers[l];
        for (let i = 0; i < units; i++) value[i] += (apical[i] - error[i]) * stepSize;
      }
      this.talk();
    }
  }

  private talk(): void {
    const { layers } = this;
    for (let l = 0; l < layers.length; l++) {
      const layer = layers[l];
      // Inputs are held, and what they have said stands.
      if (l > 0) this.rise(layer, layers[l - 1].value);
      const { units, basal, bias, value, slope, error, said } = layer;
      for (let i = 0; i < units; i++) {
        const a = basal[i] + bias[i];
        const passes = layer === this.top || a > 0;
        slope[i] = passes ? 1 : 0;
        error[i] = value[i] - (passes ? a : 0);
        said[i] = error[i] * slope[i];
      }
    }
    for (let l = layers.length - 1; l > 0; l--) this.tell(layers[l], layers[l - 1]);
  }
}

/** Programs by the rule that they are written for. */
export const byHand = { ar: ActivationRelaxation, pc: PredictiveCoding } as const;
