import type { Network } from '../network/network.js';
import type { Parameters } from '../network/parameters.js';
import type { Device } from '../sim/batched/device.js';
import { BatchedSimulator } from '../sim/batched/engine.js';
import { relaxationOf } from '../sim/relaxation.js';
import { rules } from '../sim/rules.js';
import type { Batch, Relaxed } from '../sim/simulator.js';
import { precise } from './measurements/float64.js';

/** What is checked. */
export interface Checked {
  readonly network: Network;
  readonly parameters: Parameters;
  readonly batch: Batch;
}

/** How far gradients of a parameter are from those of backpropagation in float64, as shares of the largest of these. */
export interface GradcheckRow {
  readonly parameter: string;
  readonly numbers: number;
  /** The largest of its gradient. */
  readonly largest: number;
  /** Of relaxed activities, at equilibrium: in float64, and in float32 on a backend. */
  readonly relaxed: number;
  readonly onBackend: number;
  /** Central differences of the loss in float64, of some numbers; those that were tried. */
  readonly differences: number;
  readonly tried: number;
}

/** An error below this share of the largest gradient of all is none: some gradients are 0 by symmetry. */
const smallest = 1e-6;

/** Holds gradients to those of backpropagation in float64, which are found once. */
export class Gradcheck {
  /** By parameter. */
  private readonly exact: Readonly<Record<string, Float64Array>>;
  private readonly floor: number;

  constructor(private readonly checked: Checked) {
    this.exact = gradientOf(checked, precise, 'bp', {});
    this.floor = smallest * Math.max(...Object.values(this.exact).map(largestOf));
  }

  /**
   * Gradients of relaxed activities, and differences of the loss, parameter by parameter.
   * @param most numbers of each parameter that are moved, evenly spread
   */
  *rows<T>(device: Device<T>, most: number): Iterable<GradcheckRow> {
    const { checked, exact } = this;
    const relaxed = gradientOf(checked, precise, 'ar', { solver: 'equilibrium' });
    const onBackend = gradientOf(checked, device, 'ar', { solver: 'equilibrium' });
    for (const [parameter, wanted] of Object.entries(exact)) {
      const places = spread(wanted.length, most);
      yield {
        ...{ parameter, numbers: wanted.length, largest: largestOf(wanted), tried: places.length },
        relaxed: this.far(parameter, (k) => relaxed[parameter][k]),
        onBackend: this.far(parameter, (k) => onBackend[parameter][k]),
        differences: this.far(parameter, (k) => this.differenceNear(parameter, k), places),
      };
    }
  }

  /** How far gradients are after so many steps, of each parameter. */
  after(steps: number, stepSize: number): ReadonlyMap<string, number> {
    const got = gradientOf(this.checked, precise, 'ar', { solver: 'closed-form', steps, stepSize });
    return new Map(Object.keys(this.exact).map((name) => [name, this.far(name, (k) => got[name][k])]));
  }

  /**
   * The central difference of the loss that is nearest to the gradient. A step may lead over a kink (of a relu, or where another
   * unit of a max pool wins), and the difference is of both sides then: a shorter step may not, where rounding counts for more.
   */
  private differenceNear(parameter: string, place: number): number {
    const wanted = this.exact[parameter][place];
    const enough = 1e-6 * Math.max(largestOf(this.exact[parameter]), this.floor);
    let nearest = Number.POSITIVE_INFINITY;
    for (const step of [1e-5, 1e-6, 1e-7]) {
      const slope = slopeOf(this.checked, parameter, place, step);
      if (Math.abs(slope - wanted) < Math.abs(nearest - wanted)) nearest = slope;
      if (Math.abs(nearest - wanted) <= enough) break;
    }
    return nearest;
  }

  /** The largest difference at some places, as a share of the largest gradient of the parameter. */
  private far(
    parameter: string,
    got: (place: number) => number,
    places: Iterable<number> = this.exact[parameter].keys(),
  ): number {
    const wanted = this.exact[parameter];
    let far = 0;
    for (const k of places) far = Math.max(far, Math.abs(got(k) - wanted[k]));
    return far / Math.max(largestOf(wanted), this.floor);
  }
}

function present<T>(
  { network, parameters, batch }: Checked,
  device: Device<T>,
  rule: 'ar' | 'bp',
  given: object,
): Relaxed {
  const simulator = new BatchedSimulator(network, parameters, device);
  const relaxed = simulator.relax(batch, { rule: rules[rule], relaxation: relaxationOf(given) });
  simulator.dispose();
  return relaxed;
}

function gradientOf<T>(
  checked: Checked,
  device: Device<T>,
  rule: 'ar' | 'bp',
  given: object,
): Record<string, Float64Array> {
  const { gradient } = present(checked, device, rule, given);
  return Object.fromEntries(
    Object.entries(gradient).map(([name, { data }]) => [name, Float64Array.from(data)]),
  );
}

const largestOf = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function spread(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, k) => k);
  return Array.from({ length: most }, (_, k) => Math.floor((k * length) / most));
}

/** (L(w + h) - L(w - h)) / 2 h, of one number; h is `step` times the number, where that is above 1. */
function slopeOf(checked: Checked, parameter: string, place: number, step: number): number {
  const { shape, data } = checked.parameters[parameter];
  const h = step * Math.max(1, Math.abs(data[place]));
  const lossAt = (value: number) => {
    const moved = Float64Array.from(data);
    moved[place] = value;
    const parameters = { ...checked.parameters, [parameter]: { shape, data: moved } };
    return present({ ...checked, parameters }, precise, 'bp', {}).loss;
  };
  return (lossAt(data[place] + h) - lossAt(data[place] - h)) / (2 * h);
}
