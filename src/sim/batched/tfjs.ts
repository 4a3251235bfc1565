import * as tf from '@tensorflow/tfjs-core';
import type { Device } from './device.js';
import { native } from './devices/native/device.js';
import { plain } from './devices/plain.js';
import { wasm } from './devices/wasm/device.js';
import { webgpu } from './devices/webgpu.js';

/** Devices for backends that have one of their own, by the names that tfjs has for these. */
const devices: Readonly<Record<string, Device<Held>>> = { tensorflow: native, wasm, webgpu };

/** A tensor of whichever device is in use. */
export interface Held {
  readonly shape: readonly number[];
}

const inUse = (): Device<Held> => devices[tf.getBackend()] ?? plain;

const operations = (of: () => Device<Held>): Device<Held> =>
  Object.fromEntries(
    Object.keys(plain).map((name) => [
      name,
      (...args: readonly never[]) => {
        const operation = of()[name as keyof Device<Held>] as (...args: readonly never[]) => unknown;
        return operation(...args);
      },
    ]),
  ) as unknown as Device<Held>;

/** The device of the backend that runs, whichever it is. Only operations that the differential tests cover are used. */
export const tfjs: Device<Held> = {
  ...operations(inUse),
  deferring: operations(() => inUse().deferring ?? inUse()),
};
