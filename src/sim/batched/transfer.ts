import type { Parameters } from '../../network/parameters.js';
import type { Device } from './device.js';
import type { ByName } from './projections.js';

/** Copies values onto a device. */
export const uploadAll = <T>(m: Device<T>, values: Parameters): ByName<T> =>
  Object.fromEntries(Object.entries(values).map(([name, { data, shape }]) => [name, m.upload(data, shape)]));

/** Copies values out of a device. */
export const readAll = <T>(m: Device<T>, tensors: Readonly<ByName<T>>): Parameters =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      name,
      { shape: [...m.shape(tensor)], data: m.read(tensor) },
    ]),
  );

/** What the units of each output lost, summed over the batch. */
export const lossesOf = <T>(m: Device<T>, share: Readonly<ByName<T>>): ByName<T> =>
  Object.fromEntries(Object.entries(share).map(([name, one]) => [name, m.sumRows(one)]));

/** Mean loss over the batch, of what units lost: a number once what was read is there. */
export function meanOf<T>(m: Device<T>, losses: Readonly<ByName<T>>, batch: number): () => number {
  const sums = Object.values(losses).map((tensor) => m.read(tensor));
  return () => sums.reduce((total, units) => total + units.reduce((a, b) => a + b, 0), 0) / batch;
}
