import type { Device } from '../../src/sim/batched/device.js';

/**
 * Operations on patterns, whose arguments have shapes of their own: ./operations.test.ts tries them, and fails where it does not; the
 * list of all other trials is held to what the device has without these.
 */
export const patternOperations = [
  ...(['convolve', 'convolveBack', 'convolveProducts'] as const),
  ...(['sumOver', 'maxOver', 'spreadOver', 'winners'] as const),
  ...(['pick', 'reshape', 'row'] as const),
] satisfies readonly (keyof Device<unknown>)[];

/** The device, and the names of its operations that have been called. */
export function noting<T>(device: Device<T>): {
  readonly device: Device<T>;
  readonly called: ReadonlySet<string>;
} {
  const called = new Set<string>();
  const noted = new Proxy(device, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || typeof name !== 'string') return value;
      return (...given: unknown[]) => {
        called.add(name);
        return value.apply(target, given);
      };
    },
  });
  return { device: noted, called };
}
