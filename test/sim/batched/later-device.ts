import { setTimeout } from 'node:timers/promises';
import type { Device } from '../../../src/sim/batched/device.js';
import { type Held, tfjs } from '../../../src/sim/batched/tfjs.js';

/** How reading goes. */
interface Reads {
  /** What settling ends with instead, the next time. */
  fault?: Error | undefined;
}

/** The device of the running backend, read later: until then numbers that were read are not there. */
export function readLater(reads: Reads = {}): Device<Held> {
  const pending = new Set<Promise<void>>();
  const later = (device: Device<Held>): Device<Held> => ({
    ...device,
    deferring: device.deferring && later(device.deferring),
    read: (tensor) => {
      const now = device.read(tensor);
      const values = new Float32Array(now.length).fill(Number.NaN);
      const filled: Promise<void> = setTimeout(1).then(() => {
        values.set(now);
        pending.delete(filled);
      });
      pending.add(filled);
      return values;
    },
    settled: async () => {
      const { fault } = reads;
      await Promise.all(pending);
      if (pending.size === 0 && fault) throw fault;
    },
  });
  return later(tfjs);
}
