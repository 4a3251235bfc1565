import type * as tf from '@tensorflow/tfjs-core';

/** A function of the module, as kernels call it. */
export type Call = (...args: readonly Argument[]) => unknown;
export type Argument = number | boolean | string | Uint8Array | undefined | null;

/** What of tfjs's WebAssembly module kernels and the backend use. */
export interface Module {
  readonly HEAPU8: Uint8Array;
  cwrap(name: string, ...types: readonly unknown[]): Call;
  _malloc(bytes: number): number;
  _free(offset: number): void;
  readonly tfjs: {
    registerTensor(id: number, size: number, offset: number): void;
    /** What was prepared for its numbers, as the packed right factors of products, goes with it. */
    disposeData(id: number): void;
  };
}

/** What the backend knows of a tensor's numbers. */
export interface Data {
  id: number;
  memoryOffset: number;
  readonly shape: readonly number[];
  readonly dtype: tf.DataType;
  refCount: number;
}

/** What of tfjs's wasm backend is used and heard. */
export interface WasmBackend {
  readonly wasm: Module;
  readonly dataIdMap: { get(of: object): Data; set(of: object, data: Data): void; has(of: object): boolean };
  dataIdNextNumber: number;
  move(of: object, values: unknown, ...rest: readonly unknown[]): void;
  readSync(of: object, ...rest: readonly unknown[]): unknown;
  typedArrayFromHeap(info: tf.TensorInfo): unknown;
  makeOutput(shape: readonly number[], dtype: tf.DataType, offset?: number): tf.TensorInfo;
  incRef(of: object): void;
  disposeData(of: object): boolean;
}

export type Kernel = tf.KernelFunc;

/** Hears what kernels do while work is taken down. */
export interface Listener {
  /** Has been called by a kernel. */
  called(name: string, args: readonly Argument[], answer: unknown): void;
  /** Runs a kernel. */
  kernel(name: string, run: Kernel, asked: Parameters<Kernel>[0]): ReturnType<Kernel>;
  /** Somebody reads the memory, or writes to it, beside the module. */
  looked(): void;
  /** A tensor is made. @param values it begins with; null where a kernel will write them */
  made(of: object, values: unknown, make: () => void): void;
  malloc(bytes: number): number;
  free(offset: number): void;
  registered(id: number, size: number, offset: number): void;
  /** @returns whether it stays registered */
  disposed(id: number): boolean;
}

/** The module's own functions, past any listener. */
export interface Raw {
  malloc(bytes: number): number;
  free(offset: number): void;
  register(id: number, size: number, offset: number): void;
  dispose(id: number): void;
  /** A function by its name, arrays as pointers. */
  function(name: string): Call;
}
