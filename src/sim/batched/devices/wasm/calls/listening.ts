import * as tf from '@tensorflow/tfjs-core';
import type { Call, Kernel, Listener, Module, Raw, WasmBackend } from './backend.js';

/** A backend that tells what kernels do. */
interface Heard {
  readonly backend: WasmBackend;
  readonly raw: Raw;
  listener: Listener | undefined;
}

// The backend is one for a process, whatever copies of this program are loaded into it.
const key: unique symbol = Symbol.for('relaxon.heard') as never;

/** The backend that runs, where it can be listened to. */
export const heard = (): Heard | undefined => (tf.backend() as unknown as { [key]?: Heard })[key];

/** Runs `work` with all that it does on the backend heard. */
export function heardBy<R>(who: Listener, work: () => R): R {
  const here = heard()!;
  here.listener = who;
  try {
    return work();
  } finally {
    here.listener = undefined;
  }
}

/** Has the backend that is made tell of what kernels do. Before they are set up: they ask for the module's functions then. */
export function hear(backend: WasmBackend): WasmBackend {
  const { wasm: module } = backend;
  const cwrap = module.cwrap.bind(module);
  const here: Heard = { backend, raw: rawOf(module), listener: undefined };
  module.cwrap = (name, ...types) => {
    const call = cwrap(name, ...types);
    return (...args) => {
      const answer = call(...args);
      here.listener?.called(name, args, answer);
      return answer;
    };
  };
  hearMemory(module, here);
  hearData(backend, here);
  return Object.assign(backend, { [key]: here });
}

/** Once they are set up. */
export function hearKernels(): void {
  const here = heard();
  for (const config of here ? tf.getKernelsForBackend('wasm') : []) {
    const { kernelName, kernelFunc: run } = config;
    const kernelFunc: Kernel = (asked) =>
      here?.listener ? here.listener.kernel(kernelName, run, asked) : run(asked);
    Object.assign(config, { kernelFunc });
  }
}

function rawOf(module: Module): Raw {
  // What is there before the first call is replaced by it.
  module._free(module._malloc(8));
  const { _malloc, _free, tfjs } = module;
  const functions = module as unknown as Readonly<Record<string, Call>>;
  return {
    malloc: (bytes) => _malloc(bytes) >>> 0,
    free: _free,
    register: tfjs.registerTensor,
    dispose: tfjs.disposeData,
    function: (name) => functions[`_${name}`],
  };
}

function hearMemory(module: Module, here: Heard): void {
  const { raw } = here;
  module._malloc = (bytes) => (here.listener ?? raw).malloc(bytes);
  module._free = (offset) => (here.listener ?? raw).free(offset);
  module.tfjs.registerTensor = (id, size, offset) => {
    raw.register(id, size, offset);
    here.listener?.registered(id, size, offset);
  };
  module.tfjs.disposeData = (id) => {
    if (!here.listener?.disposed(id)) raw.dispose(id);
  };
}

function hearData(backend: WasmBackend, here: Heard): void {
  const move = backend.move.bind(backend);
  const readSync = backend.readSync.bind(backend);
  const typedArrayFromHeap = backend.typedArrayFromHeap.bind(backend);
  backend.move = (of, values, ...rest) => {
    const make = () => move(of, values, ...rest);
    if (here.listener) here.listener.made(of, values, make);
    else make();
  };
  backend.readSync = (of, ...rest) => {
    here.listener?.looked();
    return readSync(of, ...rest);
  };
  backend.typedArrayFromHeap = (info) => {
    here.listener?.looked();
    return typedArrayFromHeap(info);
  };
}
