import { type DataSet, inputSize, type LoadOptions, loadData, targetSizeOf } from '../../data/index.js';
import { paperNetwork } from '../../network/presets/paper.js';
import type { Configuration } from '../configuration.js';

/** Stands in a configuration for the network that fits its data. */
export const fitting = 'fitting';

/** Units of the hidden layers where the paper's network does not fit. */
const hidden = [128, 64] as const;

/**
 * The network that is trained where none is given: the paper's for inputs and targets of its sizes; for others two hidden layers
 * of relu and a linear output, a unit for each class or number of a target, under the loss mse.
 */
export function networkFor(data: DataSet): object {
  const [units, last] = [targetSizeOf(data), paperNetwork.layers[paperNetwork.layers.length - 1]];
  if (inputSize(data.train) === paperNetwork.input[0] && units === last.units) return paperNetwork;
  return {
    input: [...data.train.shape],
    layers: [
      ...hidden.map((units) => ({ type: 'dense', units, activation: 'relu' })),
      { type: 'dense', units, activation: 'linear' },
    ],
    loss: 'mse',
  };
}

/** A configuration that has a network, and how its data come. */
export interface Fitted {
  readonly configuration: Configuration;
  readonly data: () => Promise<DataSet>;
}

/**
 * Gives a configuration the network that fits its data, where it has none of its own: these are loaded first then. Otherwise they
 * come when they are asked for, so that a network is checked before anything is fetched.
 * @throws {InputError} when the data cannot be loaded
 */
export async function fitted(configuration: Configuration, options?: LoadOptions): Promise<Fitted> {
  if (configuration.network !== fitting)
    return { configuration, data: () => loadData(configuration, options) };
  const data = await loadData(configuration, options);
  return { configuration: { ...configuration, network: networkFor(data) }, data: async () => data };
}
