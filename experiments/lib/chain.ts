import { numbers } from '../../src/math/numbers.js';
import { layOut, parameterName } from '../../src/network/layout.js';
import type { Network } from '../../src/network/network.js';
import type { Parameters } from '../../src/network/parameters.js';
import type { Activities } from '../../src/sim/simulator.js';

/** A layer of a chain of dense layers, with what it needs to pass something down: M v = W^T (f' v), f' frozen. */
export interface Link {
  readonly name: string;
  readonly units: number;
  readonly clamped: boolean;
  /** [units, units below] */
  readonly weight: ArrayLike<number>;
  /** f' of the forward sweep: [samples, units] */
  readonly slope: Float64Array;
}

/**
 * The layers of a chain of dense layers, the one nearest the input first. Computed apart from the engines: predictions
 * are made of them.
 * @param forward forward activities, of the layers and, under the name `input`, of the stimulus
 */
export function linksOf(network: Network, parameters: Parameters, forward: Activities): Link[] {
  const { nodes } = layOut(network);
  return nodes.map(({ name, size, activation, role }, i): Link => {
    const below = i === 0 ? forward.input : forward[nodes[i - 1].name];
    const { data: weight } = parameters[parameterName(name, 'weight')];
    const { data: bias } = parameters[parameterName(name, 'bias')];
    const pres = below.shape[1];
    const slope = Float64Array.from({ length: below.shape[0] * size }, (_, k) => {
      const [row, unit] = [Math.floor(k / size), k % size];
      let sum = bias[unit];
      for (let j = 0; j < pres; j++) sum += weight[unit * pres + j] * below.data[row * pres + j];
      return activation.slope(numbers, sum);
    });
    return { name, units: size, clamped: role === 'clamped', weight, slope };
  });
}

/** W^T (f' v) of one sample, or with `size` |W|^T (|f'| v): what arrives at each of so many units below. */
export function passDown(
  { units, weight, slope }: Link,
  row: number,
  values: ArrayLike<number>,
  size: (value: number) => number = (value) => value,
): Float64Array {
  const pres = weight.length / units;
  const arrived = new Float64Array(pres);
  for (let i = 0; i < units; i++) {
    const said = size(slope[row * units + i]) * values[i];
    for (let j = 0; j < pres; j++) arrived[j] += size(weight[i * pres + j]) * said;
  }
  return arrived;
}

/**
 * The bound on the error of threshold messages at every unit and every time, by layer, of one sample:
 * E_l = |M_l| (q_(l+1) + E_(l+1)), and nothing at the layer below the clamped one, which says the truth at once
 * (simulation-theory, 4.3).
 */
export function errorBounds(
  links: readonly Link[],
  row: number,
  quantumOf: (layer: string) => number,
): Readonly<Record<string, Float64Array>> {
  const bounds: Record<string, Float64Array> = {};
  for (let l = links.length - 1; l >= 0; l--) {
    const above = links[l + 1];
    const off =
      above && !above.clamped ? bounds[above.name].map((error) => error + quantumOf(above.name)) : null;
    bounds[links[l].name] = off ? passDown(above, row, off, Math.abs) : new Float64Array(links[l].units);
  }
  return bounds;
}
