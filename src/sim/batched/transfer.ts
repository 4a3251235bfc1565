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

/** Mean loss over the batch, of the shares of output units: a number once what was read is there. */
export const lossOf = <T>(m: Device<T>, share: Readonly<ByName<T>>, batch: number): (() => number) =>
  meanOf(m, Object.fromEntries(Object.entries(share).map(([name, one]) => [name, m.sumRows(one)])), batch);

/** The same, of what units lost, summed over the batch. */
export function meanOf<T>(m: Device<T>, losses: Readonly<ByName<T>>, batch: number): () => number {
  const sums = Object.values(losses).map((tensor) => m.read(tensor));
  return () => sums.reduce((total, units) => total + units.reduce((a, b) => a + b, 0), 0) / batch;
}
