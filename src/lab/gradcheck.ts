import type { Network } from '../network/network.js';
import type { Parameters } from '../network/parameters.js';
import type { Device } from '../sim/batched/device.js';
import { BatchedSimulator } from '../sim/batched/engine.js';
import { relaxationOf } from '../sim/relaxation.js';
import { rules } from '../sim/rules.js';
import type { Batch, Relaxed } from '../sim/simulator.js';
import { float64 } from './measurements/float64.js';
import type { Matrix } from './measurements/matrix.js';

/** The float64 device with all its digits: what it is read out as has no fewer. */
export const precise: Device<Matrix> = {
  ...float64,
  read: ({ data }) => Float64Array.from(data) as unknown as Float32Array,
};

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

/**
 * Holds gradients of relaxed activities to those of backpropagation, and these to differences of the loss.
 * @param most numbers of each parameter that are moved, evenly spread
 */
export function* gradcheck<T>(checked: Checked, device: Device<T>, most: number): Iterable<GradcheckRow> {
  const exact = gradientOf(checked, precise, 'bp', {});
  const relaxed = gradientOf(checked, precise, 'ar', { solver: 'equilibrium' });
  const onBackend = gradientOf(checked, device, 'ar', { solver: 'equilibrium' });
  const floor = smallest * Math.max(...Object.values(exact).map(largestOf));
  for (const [parameter, wanted] of Object.entries(exact)) {
    const scale = Math.max(largestOf(wanted), floor);
    const far = (got: ArrayLike<number>, places: readonly number[] = [...wanted.keys()]) =>
      places.reduce(
        (most, k, i) => Math.max(most, Math.abs(got[places.length === wanted.length ? k : i] - wanted[k])),
        0,
      ) / scale;
    const places = spread(wanted.length, most);
    yield {
      ...{ parameter, numbers: wanted.length, largest: largestOf(wanted), tried: places.length },
      ...{ relaxed: far(relaxed[parameter]), onBackend: far(onBackend[parameter]) },
      differences: far(
        places.map((k) => slopeOf(checked, parameter, k)),
        places,
      ),
    };
  }
}

/** How far gradients are after so many steps from zero, as `gradcheck` measures it: of each parameter. */
export function errorAfter(checked: Checked, steps: number, stepSize: number): ReadonlyMap<string, number> {
  const exact = gradientOf(checked, precise, 'bp', {});
  const setting = { solver: 'closed-form', steps, stepSize };
  const got = gradientOf(checked, precise, 'ar', setting);
  const floor = smallest * Math.max(...Object.values(exact).map(largestOf));
  return new Map(
    Object.entries(exact).map(([name, wanted]) => {
      const scale = Math.max(largestOf(wanted), floor);
      return [
        name,
        wanted.reduce((far, value, k) => Math.max(far, Math.abs(got[name][k] - value)), 0) / scale,
      ];
    }),
  );
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

/** (L(w + h) - L(w - h)) / 2 h, of one number. */
function slopeOf(checked: Checked, parameter: string, place: number): number {
  const { shape, data } = checked.parameters[parameter];
  const h = 1e-5 * Math.max(1, Math.abs(data[place]));
  const lossAt = (value: number) => {
    const moved = Float64Array.from(data);
    moved[place] = value;
    const parameters = { ...checked.parameters, [parameter]: { shape, data: moved } };
    return present({ ...checked, parameters }, precise, 'bp', {}).loss;
  };
  return (lossAt(data[place] + h) - lossAt(data[place] - h)) / (2 * h);
}
