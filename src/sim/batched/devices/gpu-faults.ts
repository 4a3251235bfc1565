/** What is asked of a GPU's device here. */
interface GpuDevice {
  readonly lost: Promise<{ readonly message: string }>;
  addEventListener(name: 'uncapturederror', listener: (event: GpuError) => void): void;
}

interface GpuError {
  readonly error: { readonly message: string };
}

/** The first complaint of each backend's GPU; undefined while there is none. */
const faults = new WeakMap<object, string | undefined>();

/**
 * Listens to a GPU from now on. It answers nobody who asks for too much: what it could not do is left zero.
 * @param backend of tfjs, for WebGPU
 */
export function watchFaults(backend: object): void {
  if (faults.has(backend)) return;
  faults.set(backend, undefined);
  const note = (fault: string) => faults.set(backend, faults.get(backend) ?? fault.split('\n')[0]);
  const { device } = backend as { readonly device: GpuDevice };
  device.addEventListener('uncapturederror', ({ error }) => note(error.message));
  void device.lost.then(({ message }) => note(message || 'it was lost'));
}

/** What a backend's GPU has complained of. */
export const faultOf = (backend: object): string | undefined => faults.get(backend);
